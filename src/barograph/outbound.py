"""The one client for HTTP that leaves this process."""
