"""What may be searched, per kind of thing: entities, keys, their spellings, operators and values.

The parser reads these tables and nothing else, so a new key or operator is a line here. Canonical names (`Key.name`) are the field names
of the values in `barograph.model`.
"""

from collections.abc import Mapping
from enum import Enum

import msgspec

from barograph.model.filter import Entity, Operator

_EQUALITY = frozenset({Operator.EQ, Operator.NE})
ORDERINGS = frozenset({Operator.LT, Operator.LE, Operator.GT, Operator.GE})
_ORDERING = _EQUALITY | ORDERINGS
LIKENESSES = frozenset({Operator.LIKE, Operator.ILIKE, Operator.RLIKE})
_TEXTUAL = _EQUALITY | LIKENESSES


class ValueKind(Enum):
    """How a value must be written; the text of each member completes "expected …" in messages."""

    TEXT = "a text in quotes"
    REAL = "a number without quotes"
    NUMBER = "a whole or decimal number without quotes"
    INTEGER = "a whole number without quotes"
    LENIENT_INTEGER = "a whole number"
    QUOTED_INTEGER = "a whole number in quotes"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """What may be asked of a key: its operators, IN, and BETWEEN where `<=` is one of them.

    `absence` allows IS [NOT] NULL; `spellings` maps written values to stored ones. With `numbers`, numbers without quotes compare with the
    numbers that texts say.
    """

    kind: ValueKind
    operators: frozenset[Operator]
    absence: bool = False
    numbers: bool = False
    spellings: Mapping[str, str] = {}


class Searchable(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The searchable surface of one kind of thing.

    `entities` maps the written prefix to the entity. Keys of the entities in `open_keys` are any text; `closed_keys` maps, per entity, each
    spelling to (canonical name, field). `order_by` maps the spellings of attributes that results can be ordered by to canonical names, and
    `fields` those that can be columns of a table; `order_entities` are the open entities that can be ordered by. `unquoted_text` lets
    words and numbers stand for texts; `aspects` gives metrics the summaries of their series.
    """

    noun: str
    entities: Mapping[str, Entity]
    open_keys: Mapping[Entity, Field]
    closed_keys: Mapping[Entity, Mapping[str, tuple[str, Field]]]
    order_by: Mapping[str, str]
    order_entities: frozenset[Entity] = frozenset()
    fields: Mapping[str, str] = {}
    order_repeats: bool = False
    unquoted_text: bool = False
    aspects: bool = False


_TEXT = Field(kind=ValueKind.TEXT, operators=_TEXTUAL)
_OPTIONAL_TEXT = Field(kind=ValueKind.TEXT, operators=_TEXTUAL, absence=True)
_TEXT_OR_NUMBER = Field(kind=ValueKind.TEXT, operators=_TEXTUAL | _ORDERING, absence=True, numbers=True)
_METRIC = Field(kind=ValueKind.REAL, operators=_ORDERING, absence=True)
_TIME = Field(kind=ValueKind.NUMBER, operators=_ORDERING)
_OPTIONAL_TIME = Field(kind=ValueKind.NUMBER, operators=_ORDERING, absence=True)
_WHOLE_TIME = Field(kind=ValueKind.INTEGER, operators=_ORDERING)
_ATTRIBUTE_PREFIX = {"attribute": Entity.ATTRIBUTE}
_TAG_PREFIX = {"tag": Entity.TAG, "tags": Entity.TAG}

RUNS = Searchable(
    noun="runs",
    entities={
        **dict.fromkeys(("attribute", "attributes", "attr", "run"), Entity.ATTRIBUTE),
        **dict.fromkeys(("metric", "metrics"), Entity.METRIC),
        **dict.fromkeys(("parameter", "parameters", "param", "params"), Entity.PARAM),
        **_TAG_PREFIX,
        **dict.fromkeys(("dataset", "datasets"), Entity.DATASET),
    },
    open_keys={Entity.METRIC: _METRIC, Entity.PARAM: _TEXT_OR_NUMBER, Entity.TAG: _TEXT_OR_NUMBER},
    closed_keys={
        Entity.ATTRIBUTE: {
            "run_id": ("run_id", _TEXT),
            **dict.fromkeys(("run_name", "run name", "Run name", "Run Name"), ("name", _TEXT)),
            "status": ("status", _TEXT),
            "user_id": ("user_id", _TEXT),
            "artifact_uri": ("artifact_uri", _TEXT),
            **dict.fromkeys(("start_time", "created", "Created"), ("start_time_ms", _TIME)),
            "end_time": ("end_time_ms", _OPTIONAL_TIME),
        },
        Entity.DATASET: {name: (name, _OPTIONAL_TEXT) for name in ("name", "digest", "context")},
    },
    order_by={
        "run_id": "run_id",
        "run_name": "name",
        "status": "status",
        "user_id": "user_id",
        "artifact_uri": "artifact_uri",
        **dict.fromkeys(("start_time", "created", "Created"), "start_time_ms"),
        "end_time": "end_time_ms",
    },
    order_entities=frozenset({Entity.METRIC, Entity.PARAM, Entity.TAG}),
    fields={
        **{name: name for name in ("run_id", "experiment_id", "name", "status", "user_id", "artifact_uri")},
        "run_name": "name",
        "start_time": "start_time_ms",
        "end_time": "end_time_ms",
        "lifecycle_stage": "lifecycle",
    },
    aspects=True,
)

EXPERIMENTS = Searchable(
    noun="experiments",
    entities={**_ATTRIBUTE_PREFIX, **_TAG_PREFIX},
    open_keys={Entity.TAG: _OPTIONAL_TEXT},
    closed_keys={
        Entity.ATTRIBUTE: {
            "name": ("name", _TEXT),
            "experiment_id": ("experiment_id", Field(kind=ValueKind.QUOTED_INTEGER, operators=_EQUALITY)),
            "creation_time": ("created_ms", _WHOLE_TIME),
            "last_update_time": ("updated_ms", _WHOLE_TIME),
        }
    },
    order_by={"name": "name", "experiment_id": "experiment_id", "creation_time": "created_ms", "last_update_time": "updated_ms"},
    order_repeats=True,
)

REGISTERED_MODELS = Searchable(
    noun="registered models",
    entities={**_ATTRIBUTE_PREFIX, **_TAG_PREFIX},
    open_keys={Entity.TAG: _OPTIONAL_TEXT},
    closed_keys={Entity.ATTRIBUTE: {"name": ("name", _TEXT)}},
    order_by={"name": "name", "timestamp": "updated_ms", "last_updated_timestamp": "updated_ms"},
)

MODEL_VERSIONS = Searchable(
    noun="model versions",
    entities={**_ATTRIBUTE_PREFIX, **_TAG_PREFIX},
    open_keys={Entity.TAG: _OPTIONAL_TEXT},
    closed_keys={
        Entity.ATTRIBUTE: {
            "name": ("name", _TEXT),
            "run_id": ("run_id", _TEXT),
            "source_path": ("source", _TEXT),
            "version_number": ("version", Field(kind=ValueKind.LENIENT_INTEGER, operators=_ORDERING)),
        }
    },
    order_by={
        "name": "name",
        "version_number": "version",
        "creation_timestamp": "created_ms",
        "last_updated_timestamp": "updated_ms",
    },
)

_STATUS_NUMBERS = {"UNSPECIFIED": "0", "PENDING": "1", "READY": "2", "UPLOAD_FAILED": "3"}
_STATUS_NAMES = {"UNSPECIFIED": "LOGGED_MODEL_STATUS_UNSPECIFIED"} | {
    short: f"LOGGED_MODEL_{short}" for short in ("PENDING", "READY", "UPLOAD_FAILED")
}
_STATUS = Field(
    kind=ValueKind.TEXT,
    operators=_TEXTUAL,
    spellings=_STATUS_NAMES | {number: _STATUS_NAMES[short] for short, number in _STATUS_NUMBERS.items()},
)

LOGGED_MODELS = Searchable(
    noun="logged models",
    entities={"attributes": Entity.ATTRIBUTE, "metrics": Entity.METRIC, "params": Entity.PARAM, "tags": Entity.TAG},
    open_keys={Entity.METRIC: _METRIC, Entity.PARAM: _TEXT_OR_NUMBER, Entity.TAG: _TEXT_OR_NUMBER},
    closed_keys={
        Entity.ATTRIBUTE: {
            **{name: (name, _TEXT) for name in ("name", "model_id", "artifact_location", "experiment_id")},
            **{name: (name, _OPTIONAL_TEXT) for name in ("model_type", "source_run_id", "status_message")},
            "status": ("status", _STATUS),
            "lifecycle_stage": ("lifecycle", _TEXT),
            **dict.fromkeys(("creation_timestamp", "creation_time", "creation_timestamp_ms"), ("created_ms", _TIME)),
            **dict.fromkeys(("last_updated_timestamp", "last_updated_timestamp_ms"), ("updated_ms", _TIME)),
        }
    },
    order_by={
        **{
            name: name
            for name in (
                "name",
                "model_id",
                "model_type",
                "status",
                "source_run_id",
                "artifact_location",
                "status_message",
                "experiment_id",
            )
        },
        "lifecycle_stage": "lifecycle",
        **dict.fromkeys(("creation_timestamp", "creation_time", "creation_timestamp_ms"), "created_ms"),
        **dict.fromkeys(("last_updated_timestamp", "last_updated_timestamp_ms"), "updated_ms"),
    },
    order_entities=frozenset({Entity.METRIC}),
    unquoted_text=True,
)
