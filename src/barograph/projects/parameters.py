"""Parameters of one start of a project: what was given, defaults, and what paths and URIs among them mean."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model.limits import check_key
from barograph.projects.spec import EntryPoint

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")
_MAX_BYTES = 100_000
"""Linux takes no text of more than 128 KiB as a variable or an argument."""


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """Values as text: those that the entry point declares, in its order, and others, in the order given."""

    declared: dict[str, str] = {}
    extra: dict[str, str] = {}

    @property
    def all(self) -> dict[str, str]:
        """Every value by name, as a run records them."""
        return self.declared | self.extra


def chosen_parameters(entry: EntryPoint | None, given: Mapping[str, Any]) -> Parameters:
    """Values for an entry point (None for a script, which declares nothing), with defaults for what is not given.

    Raises `InvalidValue` for one that is missing, for names that a run cannot record, and for texts that no program can be given.
    """
    if not isinstance(given, Mapping):
        raise InvalidValue(f"parameters is {shown(given)}. Give a mapping of names to values.")
    values = {_checked_name(key): _checked_value(key, str(value)) for key, value in given.items()}
    declared = entry.parameters if entry else {}
    missing = [name for name, parameter in declared.items() if parameter.default is None and name not in values]
    if missing:
        what = f"parameter{'' if len(missing) == 1 else 's'} {', '.join(missing)}"
        raise InvalidValue(
            f"No value given for {what} of entry point {shown(entry.name if entry else '')}."
            f" Give it as -P {missing[0]}=VALUE, or give it a default in the MLproject file."
        )
    return Parameters(
        declared={name: values.get(name, parameter.default or "") for name, parameter in declared.items()},
        extra={name: value for name, value in values.items() if name not in declared},
    )


def checked_parameters(entry: EntryPoint | None, chosen: Parameters) -> Parameters:
    """The values with paths on this machine made absolute, seen from the working directory; those from elsewhere stay as they are.

    A `path` must be there, and a `uri` be one or a path that is there, else `InvalidValue` is raised.
    """
    declared = dict(chosen.declared)
    for name, parameter in (entry.parameters if entry else {}).items():
        value = declared[name]
        if parameter.type == "path" and not _is_elsewhere(value):
            declared[name] = _existing(name, value, "path")
        elif parameter.type == "uri" and not _URI.match(value):
            declared[name] = _existing(name, value, "uri")
    return Parameters(declared=declared, extra=chosen.extra)


def fetched_parameters(entry: EntryPoint | None, checked: Parameters, storage_dir: str | Path | None) -> Parameters:
    """The values with a `path` from elsewhere replaced by where it was downloaded to, `param_<index>` in a new folder of `storage_dir`."""
    declared = dict(checked.declared)
    folder: Path | None = None
    for i, (name, parameter) in enumerate((entry.parameters if entry else {}).items()):
        if parameter.type == "path" and _is_elsewhere(declared[name]):
            folder = folder or _new_folder(storage_dir)
            declared[name] = _download(declared[name], folder / f"param_{i}")
    return Parameters(declared=declared, extra=checked.extra)


def _checked_name(name: object) -> str:
    key = check_key(str(name), "parameter name")
    if key.startswith("-"):
        raise InvalidValue(f"Invalid parameter name {shown(key)}: it begins with a dash. Dashes are put before it when it is passed on.")
    return key


def _checked_value(name: object, value: str) -> str:
    if "\0" in value:
        raise InvalidValue(f"Parameter {shown(name)} holds a NUL character, which no program can be given. Remove it.")
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise InvalidValue(f"Parameter {shown(name)} is {shown(value)}, which is no Unicode text. Remove what is not.") from None
    if size > _MAX_BYTES:
        raise InvalidValue(
            f"Parameter {shown(name)} has {size:,} bytes, more than the {_MAX_BYTES:,} that a program can be given. Put it into a file."
        )
    return value


def _is_elsewhere(value: str) -> bool:
    return bool(_URI.match(value)) and not value.startswith("file:")


def _existing(name: str, value: str, kind: str) -> str:
    path = Path(unquote(urlsplit(value).path) if value.startswith("file:") else value).expanduser()
    if not path.exists():
        also = "no URI and " if kind == "uri" else ""
        raise InvalidValue(f"Parameter {shown(name)} of type {kind} is {shown(value)}, which is {also}not there, seen from {Path.cwd()}.")
    return str(path.absolute())


def _new_folder(storage_dir: str | Path | None) -> Path:
    if storage_dir is not None:
        Path(storage_dir).mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="barograph-parameters-", dir=storage_dir)).absolute()


def _download(uri: str, folder: Path) -> str:
    from barograph.artifacts.resolve import proxied_uri

    folder.mkdir()
    if uri.startswith(("http:", "https:")) and proxied_uri(uri) is None:
        from barograph.projects.sources.download import download_url

        return str(download_url(uri, folder))
    from barograph.client.artifact_functions import download_artifacts

    return download_artifacts(artifact_uri=uri, dst_path=str(folder))
