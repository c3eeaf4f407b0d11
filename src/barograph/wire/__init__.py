"""Requests and answers of the tracking protocol as types, shared by the server and the remote store.

One module per resource. Request types are named for what they ask (`SearchRuns`), answers for what they bring (`RunsFound`). Field names
and order are those on the wire; `from_model` and `to_model` translate to and from `barograph.model`.
"""
