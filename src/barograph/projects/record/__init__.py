"""What a project's run records of itself, so that it can run again: code, environment, command, machine."""
