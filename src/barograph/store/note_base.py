"""The store contract of notes; what is true for all contracts stands in `store.base`."""

from typing import Protocol

from barograph.model.note import NoteSubject


class NoteStore(Protocol):
    """Notes that several people may edit at once."""

    def change_note(self, subject: NoteSubject, text: str, *, before: str) -> None:
        """Replace a note that is still `before`; "" is no note. Where it is not, `NoteChanged` is raised, and nothing is lost.

        The note that is there already may be written again, whatever `before` says, so that a request may be repeated.
        """
        ...
