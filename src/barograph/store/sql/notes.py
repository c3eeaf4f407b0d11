"""Notes in Markdown."""

from collections.abc import Callable

from sqlalchemy import Connection, update

from barograph.errors import NoteChanged
from barograph.model.limits import MAX_EXPERIMENT_TAG_VALUE, MAX_RUN_TAG_VALUE, check_length, check_run_id
from barograph.model.note import NOTE_TAG, NoteKind, NoteSubject
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.experiments import TAGS as EXPERIMENT_TAGS
from barograph.store.sql.experiments import active_location
from barograph.store.sql.key_values import check_text
from barograph.store.sql.model_version_rows import model_row, version_row
from barograph.store.sql.run_fetch import TAGS as RUN_TAGS
from barograph.store.sql.run_rows import writable

Job = Callable[[Connection], None]


class SqlNotes(Aggregate):
    """Keeps `NoteStore`."""

    def change_note(self, subject: NoteSubject, text: str, *, before: str) -> None:
        check_text(text, NOTE_TAG, "note")
        if subject.kind is NoteKind.RUN:
            check_length(text, MAX_RUN_TAG_VALUE, "The note")
            key = self._names.numbered([NOTE_TAG])[NOTE_TAG]
            self._database.write(_on_run(check_run_id(subject.id), key, text, before), run_ids=(subject.id,))
        elif subject.kind is NoteKind.EXPERIMENT:
            check_length(text, MAX_EXPERIMENT_TAG_VALUE, "The note")
            self._database.write(_on_experiment(subject.id, text, before))
        else:
            self._database.write(_describing(subject, text, before))


def _on_run(run_id: str, key: int, text: str, before: str) -> Job:
    def job(connection: Connection) -> None:
        run, _ = writable(connection, run_id)
        _check(RUN_TAGS.of_keys(connection, run, [key]).get(key), before, text)
        RUN_TAGS.put(connection, run, {key: text})

    return job


def _on_experiment(experiment_id: str, text: str, before: str) -> Job:
    def job(connection: Connection) -> None:
        number, _ = active_location(connection, experiment_id)
        _check(EXPERIMENT_TAGS.of_owners(connection, [number])[number].get(NOTE_TAG), before, text)
        EXPERIMENT_TAGS.put(connection, number, {NOTE_TAG: text})

    return job


def _describing(subject: NoteSubject, text: str, before: str) -> Job:
    def job(connection: Connection) -> None:
        is_model = subject.kind is NoteKind.MODEL
        row = model_row(connection, subject.id) if is_model else version_row(connection, subject.id, subject.version)
        _check(row.description, before, text)
        table = schema.registered_model if is_model else schema.model_version
        connection.execute(update(table).where(table.c.id == row.id).values(description=text or None, updated_ms=now_ms()))

    return job


def _check(now: str | None, before: str, text: str) -> None:
    if (now or "") not in (before, text):
        raise NoteChanged
