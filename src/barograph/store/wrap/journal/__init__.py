"""A store that writes down what is logged and sends it while the caller goes on."""

from barograph.store.wrap.journal.store import JournaledStore

__all__ = ["JournaledStore"]
