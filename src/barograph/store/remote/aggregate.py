"""What every aggregate of a remote store is made of."""

from barograph.store.remote.connection import Connection


class RemoteAggregate:
    """A part of a store, reached through a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
