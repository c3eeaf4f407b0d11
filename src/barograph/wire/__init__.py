"""Requests and answers of the tracking protocol as types, shared by the server and the remote store."""
