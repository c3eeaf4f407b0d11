"""Notes of a tracking server."""

from barograph.model.note import NoteSubject
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import notes as wire
from barograph.wire.message import Empty


class RemoteNotes(RemoteAggregate):
    """`store.note_base.NoteStore` over HTTP. An MLflow server has no such route: `EndpointNotFound`."""

    def change_note(self, subject: NoteSubject, text: str, *, before: str) -> None:
        self._connection.post("notes/update", wire.ChangeNote.from_model(subject, text, before), Empty, api=NATIVE_API)
