"""Projects: packaged code that runs in its own environment, tracked, and runs again."""
