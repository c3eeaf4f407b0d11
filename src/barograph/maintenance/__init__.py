"""Care of stores that are kept in a database: checking, compacting, purging, backing up, diagnosing."""
