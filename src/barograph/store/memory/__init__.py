"""A store in this process's memory: the plainest implementation of the contracts, and the reference for what they mean."""

from barograph.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
