"""Notes in Markdown: on runs, experiments, registered models and their versions."""

from enum import Enum

import msgspec

NOTE_TAG = "mlflow.note.content"
"""Where the note of a run or an experiment is kept. That of a registered model or a version is its description."""


class NoteKind(Enum):
    """What a note is on."""

    RUN = "run"
    EXPERIMENT = "experiment"
    MODEL = "model"
    VERSION = "version"


class NoteSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What a note is on: the id of a run or an experiment or the name of a registered model, and with VERSION the number of the version."""

    kind: NoteKind
    id: str
    version: int = 0
