"""Notes in Markdown: Barograph's own route."""

from barograph.model.note import NoteKind, NoteSubject
from barograph.wire.message import Request
from barograph.wire.model_versions import to_number
from barograph.wire.scalars import Required


class ChangeNote(Request, kw_only=True):
    """POST notes/update: replace a note, if it still is `before`. `id` is that of a run or an experiment, or the name of a model."""

    kind: NoteKind
    id: Required
    version: str | None = None
    text: str = ""
    before: str = ""

    @classmethod
    def from_model(cls, subject: NoteSubject, text: str, before: str) -> "ChangeNote":
        number = str(subject.version) if subject.kind is NoteKind.VERSION else None
        return cls(kind=subject.kind, id=subject.id, version=number, text=text, before=before)

    def to_model(self) -> NoteSubject:
        return NoteSubject(kind=self.kind, id=self.id, version=to_number(self.version or "") if self.kind is NoteKind.VERSION else 0)
