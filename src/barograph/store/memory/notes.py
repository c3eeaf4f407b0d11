"""Notes in Markdown."""

import msgspec

from barograph.errors import NoteChanged
from barograph.model.limits import MAX_EXPERIMENT_TAG_VALUE, MAX_RUN_TAG_VALUE, check_length
from barograph.model.note import NOTE_TAG, NoteKind, NoteSubject
from barograph.store.memory.checks import check_text
from barograph.store.memory.experiments import active_experiment
from barograph.store.memory.runs import active_run
from barograph.store.memory.state import Aggregate, State, locked, now_ms
from barograph.store.memory.versions import model_record, version_record


class MemoryNotes(Aggregate):
    """`NoteStore` in memory."""

    @locked
    def change_note(self, subject: NoteSubject, text: str, *, before: str) -> None:
        check_text(text, "text")
        if subject.kind in (NoteKind.RUN, NoteKind.EXPERIMENT):
            tags = _tags(self._state, subject)
            limit = MAX_RUN_TAG_VALUE if subject.kind is NoteKind.RUN else MAX_EXPERIMENT_TAG_VALUE
            check_length(text, limit, "The note")
            _check(tags.get(NOTE_TAG), before, text)
            tags[NOTE_TAG] = text
            return
        described = {"description": text or None, "updated_ms": now_ms()}
        if subject.kind is NoteKind.MODEL:
            model = model_record(self._state, subject.id)
            _check(model.base.description, before, text)
            model.base = msgspec.structs.replace(model.base, **described)
        else:
            version = version_record(self._state, subject.id, subject.version)
            _check(version.base.description, before, text)
            version.base = msgspec.structs.replace(version.base, **described)


def _tags(state: State, subject: NoteSubject) -> dict[str, str]:
    return active_run(state, subject.id).tags if subject.kind is NoteKind.RUN else active_experiment(state, subject.id).tags


def _check(now: str | None, before: str, text: str) -> None:
    if (now or "") not in (before, text):
        raise NoteChanged
