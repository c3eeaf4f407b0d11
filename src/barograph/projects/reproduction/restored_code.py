"""The code of a run, brought back to a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from barograph.errors import BarographError, ExecutionFailed
from barograph.projects.record.recorded import Code, LeftOut
from barograph.projects.reproduction.original import Original
from barograph.projects.reproduction.plan import Notes
from barograph.projects.sources.archive import unpack
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.fetching import fetch_project
from barograph.projects.sources.git_command import git

_NAMED = 5


def restored_code(original: Original, code: Code, notes: Notes) -> Checkout | None:
    """Fetch the commit and apply what was not committed, or unpack the archive; None, and what is needed, if that cannot be done."""
    checkout = _unpacked(original, code, notes) if code.commit is None else _fetched(original, code, code.commit, notes)
    _tell_left_out(code, notes)
    return checkout


def fetched_commit(
    places: Iterator[str] | list[str], directory: str, commit: str, notes: Notes, *, is_pushed: bool | None
) -> Checkout | None:
    """A checkout of a commit from the first of some repositories that has it."""
    problems = []
    for place in dict.fromkeys(places):
        try:
            return fetch_project(f"{place}#{directory}" if directory else place, commit)
        except BarographError as error:
            problems.append(_problem(place, commit, error))
    never = " It had not been pushed when the run started." if is_pushed is False else ""
    told = " ".join(problems) or "No repository is recorded, and the folder that the run was started from is not here."
    notes.needed.append(f"commit {commit[:12]}: {told}{never}")
    return None


def _fetched(original: Original, code: Code, commit: str, notes: Notes) -> Checkout | None:
    found = fetched_commit(_places(code), code.directory, commit, notes, is_pushed=code.is_pushed)
    if found is None:
        return None
    checkout = Checkout(
        directory=found.directory,
        source=code.source,
        uri=code.uri,
        version=commit,
        repository=code.repository or found.repository,
        commit=commit,
        branch=code.branch,
        temporary=found.temporary,
    )
    if code.patch is None:
        return checkout
    patch = original.kept(code.patch)
    if patch is None:
        notes.missing.append(f"the uncommitted changes: {code.patch.name} is not among the run's files, or not as it was recorded.")
        return checkout
    try:
        git(None, "apply", "--index", "--binary", "--whitespace=nowarn", "--", str(patch), directory=checkout.temporary)
    except ExecutionFailed as error:
        notes.needed.append(f"the uncommitted changes: they do not fit the commit. {error.message}")
    return checkout


def _unpacked(original: Original, code: Code, notes: Notes) -> Checkout | None:
    archive = original.kept(code.archive)
    if archive is None:
        notes.needed.append(
            f"the code: {code.uri} was no git repository, and its files were not kept." if code.archive is None
            else f"the code: {code.archive.name} is not among the run's files, or not as it was recorded."
        )  # fmt: skip
        return None
    folder = unpack(archive, code.uri)
    return Checkout(directory=folder, source=code.source, uri=code.uri, temporary=folder)


def _places(code: Code) -> Iterator[str]:
    """The folder that it was started from, if that is here, then the repository that it was cloned from."""
    for place in (code.root, code.uri.partition("#")[0]):
        if place and Path(place).is_dir():
            yield place
    if code.repository:
        yield code.repository
    place = code.uri.partition("#")[0]
    if "://" in place:
        yield place


def _problem(place: str, commit: str, error: BarographError) -> str:
    if "has no commit" in error.message or error.message.startswith("git rev-parse"):
        return f"Repository {place} does not have it any more: no branch or tag leads to {commit}."
    return f"Repository {place} cannot be reached: {error.message}"


def _tell_left_out(code: Code, notes: Notes) -> None:
    large = [one for one in code.left_out if one.reason == "size"]
    if large:
        more = code.left_out_count - len(code.left_out)
        listed = ", ".join(f"{one.path}{_size(one)}" for one in large[:_NAMED])
        further = f" and {len(large) - _NAMED + more} more" if len(large) + more > _NAMED else ""
        notes.missing.append(f"uncommitted files that were too large to be kept: {listed}{further}.")
    for reason, words in (
        ("secret", "files named like secrets are never kept"),
        ("repository", "changes in repositories within the repository are not kept"),
        ("link", "links that lead out of the folder are not kept"),
    ):
        paths = [one.path for one in code.left_out if one.reason == reason]
        if paths:
            notes.differences.append(f"code: {words}: {', '.join(paths[:_NAMED])}.")


def _size(one: LeftOut) -> str:
    return "" if one.size_bytes is None else f" ({one.size_bytes / 1e6:,.1f} MB)"
