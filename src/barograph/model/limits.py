"""Rules for names, keys and values, checked by every store and by clients that can check early."""

import re
from collections.abc import Sequence
from posixpath import normpath

from barograph.errors import InvalidValue, MissingValue, shown

MAX_KEY = 250
MAX_PARAM_VALUE = 6_000
MAX_RUN_TAG_VALUE = 8_000
MAX_EXPERIMENT_TAG_VALUE = 20_000
MAX_MODEL_TAG_VALUE = 100_000
MAX_EXPERIMENT_NAME = 500
MAX_ARTIFACT_LOCATION = 2_048
MAX_ALIAS = 255
MAX_BATCH_METRICS = 1_000
MAX_BATCH_PARAMS = 100
MAX_BATCH_TAGS = 100
MAX_BATCH_TOTAL = 1_000
MAX_SEARCH_RESULTS = 50_000
MAX_CONTACT_RUNS = 1_000
MAX_HEARTBEAT_MS = 24 * 60 * 60 * 1_000
MAX_SHARED_ID = 250
MAX_MODEL_SEARCH_RESULTS = 1_000
MAX_VERSION_SEARCH_RESULTS = 200_000
MAX_FILTER_CLAUSES = 256
MAX_FILTER_DEPTH = 32
MAX_PATTERN = 1_000
MAX_FIELDS = 1_000
MAX_GROUP_KEYS = 4
MAX_GROUPS = 10_000
MAX_CHOICES = 10_000
MAX_ORDER_KEYS = 16
"""Databases join a table for each key that results are ordered by, and SQLite 3.40 crashes beyond 63 terms."""

_KEY = re.compile(r"[\w./\-: ]+")
_RUN_ID = re.compile(r"[A-Za-z0-9][\w\-]{0,255}")
_NEW_RUN_ID = re.compile(r"[0-9a-f]{32}")
_ALIAS = re.compile(r"[\w\-]+")
_RESERVED_ALIAS = re.compile(r"latest|v\d+", re.IGNORECASE)
_BAD_IN_LOGGED_MODEL_NAME = frozenset("/:.%\"'")


def check_text(value: object, field: str) -> str:
    """Return `value`, or raise if it is no text."""
    if not isinstance(value, str):
        raise InvalidValue(f"{field} is {shown(value)}. Give a text.")
    return value


def check_key(key: str, field: str = "key") -> str:
    """Return a metric, param or tag key, or raise: at most 250 characters, word characters and `/ . - : space`, a normal relative path."""
    if not check_text(key, field):
        raise MissingValue(field)
    if len(key) > MAX_KEY:
        raise InvalidValue(f"{field} {shown(key)} has {len(key)} characters, more than the {MAX_KEY} allowed. Shorten it.")
    if not _KEY.fullmatch(key):
        raise InvalidValue(
            f"Invalid {field} {shown(key)}. It may hold letters, digits, underscores, dashes, periods, spaces, colons and slashes only."
        )
    if ("/" in key or "." in key) and (normpath(key) != key or key == "." or key.startswith(("/", "../")) or key == ".."):
        raise InvalidValue(f"Invalid {field} {shown(key)}. A name may not be an absolute path nor hold empty, `.` or `..` segments.")
    return key


def check_length(value: str, limit: int, field: str) -> str:
    """Return `value`, or raise if it has more than `limit` characters."""
    if len(check_text(value, field)) > limit:
        raise InvalidValue(f"{field} {shown(value)} has {len(value)} characters, more than the {limit} allowed. Shorten it.")
    return value


def check_order_keys(count: int) -> None:
    """Raise if results are to be ordered by more than 16 keys."""
    if count > MAX_ORDER_KEYS:
        raise InvalidValue(f"order_by has {count} keys, more than the {MAX_ORDER_KEYS} allowed. Order by fewer.")


def check_heartbeat(run_ids: Sequence[str], period_ms: int) -> None:
    """Raise unless a heartbeat is for at most 1,000 runs and repeated at least once a day."""
    check_contact_runs(run_ids)
    if isinstance(period_ms, bool) or not isinstance(period_ms, int) or not 1 <= period_ms <= MAX_HEARTBEAT_MS:
        raise InvalidValue(f"Invalid period_ms {shown(period_ms)} of a heartbeat. Give 1 to {MAX_HEARTBEAT_MS} milliseconds.")


def check_contact_runs(run_ids: Sequence[str]) -> None:
    """Raise unless these are at most 1,000 run ids of acceptable form."""
    if len(run_ids) > MAX_CONTACT_RUNS:
        raise InvalidValue(f"{len(run_ids)} runs were given at once. Give at most {MAX_CONTACT_RUNS}.")
    for run_id in run_ids:
        check_run_id(run_id)


def check_shared_id(shared_id: str) -> str:
    """Return the id that the processes of one run share, or raise."""
    if not check_text(shared_id, "shared_id"):
        raise MissingValue("shared_id")
    return check_length(shared_id, MAX_SHARED_ID, "shared_id")


def check_run_id(run_id: str) -> str:
    """Return a run id of acceptable form, or raise."""
    if not check_text(run_id, "run_id"):
        raise MissingValue("run_id")
    if not _RUN_ID.fullmatch(run_id):
        raise InvalidValue(f"Invalid run id {shown(run_id)}. Run ids are letters, digits, underscores and dashes, at most 256 of them.")
    return run_id


def check_new_run_id(run_id: str) -> str:
    """Return the id that a caller chose for a new run, or raise: 32 hexadecimal characters."""
    if not _NEW_RUN_ID.fullmatch(check_text(run_id, "run_id")):
        raise InvalidValue(f"Invalid id {shown(run_id)} of a new run. Give 32 hexadecimal characters, such as those of uuid4().hex.")
    return run_id


def check_experiment_id(experiment_id: str) -> int:
    """The number that an experiment id stands for, or raise."""
    if not isinstance(experiment_id, str) or not experiment_id.isascii() or not experiment_id.isdecimal() or len(experiment_id) > 18:
        raise InvalidValue(f"Invalid experiment id {shown(experiment_id)}. Experiment ids are decimal numbers, such as '0' or '12'.")
    return int(experiment_id)


def check_experiment_name(name: str) -> str:
    """Return an experiment name, or raise: 1 to 500 characters."""
    if not check_text(name, "name"):
        raise MissingValue("name")
    return check_length(name, MAX_EXPERIMENT_NAME, "Experiment name")


def check_registered_model_name(name: str) -> str:
    """Return a registered model's name, or raise: not blank, no `/` or `:`, no control characters, not `.` or `..`."""
    if not check_text(name, "name").strip():
        raise MissingValue("name")
    if "/" in name or ":" in name or name in (".", "..") or any(ord(c) < 32 or ord(c) == 127 for c in name):
        raise InvalidValue(
            f"Invalid registered model name {shown(name)}. Names may not contain '/', ':' or control characters, nor be '.' or '..'."
        )
    return name


def check_alias(alias: str) -> str:
    """Return an alias, or raise: word characters and dashes, at most 255, neither `latest` nor `v` and digits."""
    if not check_text(alias, "alias"):
        raise MissingValue("alias")
    check_length(alias, MAX_ALIAS, "Alias")
    if not _ALIAS.fullmatch(alias):
        raise InvalidValue(f"Invalid alias {shown(alias)}. Aliases may contain letters, digits, underscores and dashes only.")
    if _RESERVED_ALIAS.fullmatch(alias):
        raise InvalidValue(f"Alias {shown(alias)} is reserved: 'latest' and 'v' followed by digits name versions. Choose another.")
    return alias


def check_logged_model_name(name: str) -> str:
    """Return a logged model's name, or raise: not empty and none of `/ : . % " '`."""
    if not check_text(name, "name"):
        raise MissingValue("name")
    if _BAD_IN_LOGGED_MODEL_NAME & set(name):
        raise InvalidValue(f"Invalid model name {shown(name)}. It may not contain any of / : . % \" '.")
    return name
