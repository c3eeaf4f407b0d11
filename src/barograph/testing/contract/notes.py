import pytest

from barograph.errors import Conflict, InvalidValue, NotFound
from barograph.model.note import NOTE_TAG, NoteKind, NoteSubject
from barograph.store.base import Store
from barograph.testing.contract.making import (
    UNKNOWN_EXPERIMENT,
    UNKNOWN_RUN,
    new_experiment,
    new_registered_model,
    new_run,
    new_version,
    unique,
)

KINDS = list(NoteKind)


def subject_of(store: Store, kind: NoteKind) -> NoteSubject:
    """Something fresh without a note."""
    if kind is NoteKind.RUN:
        return NoteSubject(kind=kind, id=new_run(store))
    if kind is NoteKind.EXPERIMENT:
        return NoteSubject(kind=kind, id=new_experiment(store))
    name = new_registered_model(store)
    return NoteSubject(kind=kind, id=name, version=new_version(store, name).version)


def note_of(store: Store, subject: NoteSubject) -> str:
    """The note as everybody reads it."""
    if subject.kind is NoteKind.RUN:
        return store.get_run(subject.id).tags.get(NOTE_TAG, "")
    if subject.kind is NoteKind.EXPERIMENT:
        return store.get_experiment(subject.id).tags.get(NOTE_TAG, "")
    if subject.kind is NoteKind.MODEL:
        return store.get_registered_model(subject.id).description or ""
    return store.get_model_version(subject.id, subject.version).description or ""


class TestNotes:
    """Notes that several people edit."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_note_is_replaced_by_who_saw_it(self, store: Store, kind: NoteKind) -> None:
        subject = subject_of(store, kind)
        store.change_note(subject, "# Plan\n", before="")
        assert note_of(store, subject) == "# Plan\n"
        store.change_note(subject, "# Plan\n\né", before="# Plan\n")
        assert note_of(store, subject) == "# Plan\n\né"
        store.change_note(subject, "", before="# Plan\n\né")
        assert note_of(store, subject) == ""
        store.change_note(subject, "again", before="")
        assert note_of(store, subject) == "again"

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_somebody_else_wrote_is_not_lost(self, store: Store, kind: NoteKind) -> None:
        subject = subject_of(store, kind)
        store.change_note(subject, "theirs", before="")
        with pytest.raises(Conflict, match="Somebody changed the note"):
            store.change_note(subject, "mine", before="")
        with pytest.raises(Conflict):
            store.change_note(subject, "", before="other")
        assert note_of(store, subject) == "theirs"

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_request_may_be_repeated(self, store: Store, kind: NoteKind) -> None:
        subject = subject_of(store, kind)
        for _ in range(2):
            store.change_note(subject, "once", before="")
        assert note_of(store, subject) == "once"

    def test_what_is_not_there_has_no_notes(self, store: Store) -> None:
        nobody = unique("nobody")
        for kind, id_ in ((NoteKind.RUN, UNKNOWN_RUN), (NoteKind.EXPERIMENT, UNKNOWN_EXPERIMENT), (NoteKind.MODEL, nobody)):
            with pytest.raises(NotFound):
                store.change_note(NoteSubject(kind=kind, id=id_), "x", before="")
        with pytest.raises(NotFound):
            store.change_note(NoteSubject(kind=NoteKind.VERSION, id=new_registered_model(store), version=1), "x", before="")

    def test_what_is_deleted_takes_none(self, store: Store) -> None:
        run, experiment = subject_of(store, NoteKind.RUN), subject_of(store, NoteKind.EXPERIMENT)
        store.delete_run(run.id)
        store.delete_experiment(experiment.id)
        for subject in (run, experiment):
            with pytest.raises(InvalidValue, match="deleted"):
                store.change_note(subject, "x", before="")

    @pytest.mark.parametrize(("kind", "most"), [(NoteKind.RUN, 8_000), (NoteKind.EXPERIMENT, 20_000)])
    def test_a_long_note_is_refused_and_not_cut(self, store: Store, kind: NoteKind, most: int) -> None:
        subject = subject_of(store, kind)
        store.change_note(subject, "n" * most, before="")
        with pytest.raises(InvalidValue, match=str(most)):
            store.change_note(subject, "n" * (most + 1), before="n" * most)
        assert note_of(store, subject) == "n" * most
