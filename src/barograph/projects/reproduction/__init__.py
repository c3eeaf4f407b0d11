"""Running again what a run was: its code, environment, command and parameters, and what differs then."""
