"""The store contracts over the HTTP routes of a tracking server, Barograph's or MLflow's."""

from barograph.store.remote.store import RemoteStore

__all__ = ["RemoteStore"]
