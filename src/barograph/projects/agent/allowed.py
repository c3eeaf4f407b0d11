"""Which projects an agent runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model.job import ProjectJob

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_HOST_PATH = re.compile(r"[^/\s:]+@?[^/\s:]*:")
_ENDS = ("/", "#")


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """The places that projects may come from; `anywhere` accepts all.

    A place is the beginning of a URI up to a whole part: `https://git.example.org/team` allows `https://git.example.org/team/wind.git#model`
    and not `https://git.example.org/teammate`. A local folder allows what lies in it once links are followed.
    """

    places: tuple[str, ...] = ()
    anywhere: bool = False

    def refusal(self, job: ProjectJob) -> str | None:
        """Why a job is not run here, None if it is."""
        if ".." in _parts(job.entry_point) or job.entry_point.startswith(("/", "~")):
            return f"entry point {shown(job.entry_point)} lies outside of the project"
        if _is_local(job.uri):
            if not _path(job.uri).is_absolute():
                return f"project {shown(job.uri)} is a relative path, which means nothing to an agent; name it in full"
        elif ".." in _parts(job.uri):
            return f"project {shown(job.uri)} holds '..'; name it directly"
        if self.anywhere or any(_lies_in(job.uri, place) for place in self.places):
            return None
        return f"project {shown(job.uri)} is not among those that this agent was started to run: {', '.join(map(shown, self.places))}"


def allowed(places: Sequence[str], *, anywhere: bool) -> Allowed:
    """What an agent accepts. Nothing at all, or a place that means nothing, raises `InvalidValue`."""
    if not places and not anywhere:
        raise InvalidValue(
            "An agent runs the code that jobs name. Say which: --allow with the beginning of a project's URI, such as"
            " https://git.example.org/team/ or /srv/projects, or --allow-any for whatever anybody enqueues."
        )
    for place in places:
        if not place.strip() or place.startswith("-") or (_is_local(place) and not _path(place).is_absolute()):
            raise InvalidValue(f"--allow {shown(place)} is neither the beginning of a URI nor an absolute path. Name one.")
    return Allowed(places=tuple(places), anywhere=anywhere)


def _lies_in(uri: str, place: str) -> bool:
    if _is_local(place):
        return _is_local(uri) and _path(uri).resolve().is_relative_to(_path(place).resolve())
    return uri == place or (uri.startswith(place) and (place.endswith(_ENDS) or uri[len(place)] in _ENDS))


def _is_local(uri: str) -> bool:
    """Whether a URI is a path of this machine; `file:` is one, as `host:path` is not."""
    return uri.startswith("file:") or not (_SCHEME.match(uri) or _HOST_PATH.match(uri))


def _path(uri: str) -> Path:
    path = uri.partition("#")[0]
    if path.startswith("file:"):
        path = unquote(path.removeprefix("file:").removeprefix("//"))
    return Path(path)


def _parts(uri: str) -> list[str]:
    return re.split(r"[/\\#:]", unquote(uri))
