"""Runs without a record: scripts that were started by hand, and projects that MLflow ran. What they tell may be enough."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from barograph.model import Run
from barograph.projects.manifest import read_project
from barograph.projects.reproduction.plan import Notes
from barograph.projects.reproduction.restored_code import fetched_commit
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.git_command import git
from barograph.projects.sources.local import work_tree

_SCRIPTS = (".py", ".sh", ".R")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The code of a run, what to start in it, and the parameters to start it with."""

    checkout: Checkout
    entry_point: str
    parameters: dict[str, str] = {}


def told_by(run: Run, notes: Notes) -> Told | None:
    """What the tags of a run tell; None, and what is needed, if that is not enough."""
    source = {key: run.tags.get(f"mlflow.source.{key}", "") for key in ("name", "type", "git.commit", "git.repoURL")}
    commit = source["git.commit"]
    if source["type"] == "NOTEBOOK":
        notes.needed.append("a program: the run was made in a notebook. Run its cells again, or make a project of it.")
    elif source["type"] not in ("LOCAL", "PROJECT"):
        notes.needed.append(f"a program: the run's source is {source['type'] or 'not known'}, of which nothing can be started.")
    elif not commit:
        notes.needed.append(
            f"the code: no commit was recorded. {source['name'] or 'The program'} was not in a git repository, or git was not there."
        )
    elif source["type"] == "PROJECT":
        return _project(run, source["name"], source["git.repoURL"], commit, notes)
    elif PurePosixPath(source["name"]).suffix not in _SCRIPTS:
        notes.needed.append(f"a script: the run was started by {source['name'] or 'an unknown program'}, which is none.")
    else:
        return _script(source["name"], source["git.repoURL"], commit, notes)
    return None


def _project(run: Run, name: str, repository: str, commit: str, notes: Notes) -> Told | None:
    place, _, directory = name.removeprefix("file://").partition("#")
    here = [place] if place.startswith("/") and Path(place).is_dir() else []
    elsewhere = [one for one in (repository, "" if place.startswith("/") else place) if one]
    checkout = fetched_commit([*here, *elsewhere], directory, commit, notes, is_pushed=None)
    if checkout is None:
        return None
    entry_point = run.tags.get("mlflow.project.entryPoint", "main")
    try:
        entry = read_project(checkout.directory, entry_point).entry_points.get(entry_point)
    except BaseException:
        checkout.discard()
        raise
    declared = entry.parameters if entry else {}
    notes.differences.append("code: whether anything was uncommitted was not recorded.")
    others = sorted(run.params.keys() - declared.keys())
    if others:
        notes.differences.append(f"parameters: whether {', '.join(others)} were given or logged by the program was not recorded.")
    return Told(checkout=checkout, entry_point=entry_point, parameters={key: value for key, value in run.params.items() if key in declared})


def _script(name: str, repository: str, commit: str, notes: Notes) -> Told | None:
    script = Path(name)
    tree = work_tree(script.parent) if script.is_absolute() and script.parent.is_dir() else work_tree(Path.cwd())
    places = [str(tree.root)] if tree is not None and (tree.repository == (repository or None) or script.is_absolute()) else []
    checkout = fetched_commit([*places, *([repository] if repository else [])], "", commit, notes, is_pushed=None)
    if checkout is None:
        return None
    found = _in_tree(name, checkout)
    if len(found) != 1:
        notes.needed.append(
            f"the script: commit {commit[:12]} has {'no' if not found else 'more than one'} file {name}"
            f"{': ' + ', '.join(found) if found else ''}. Changes that were not committed are not known of runs that are no projects."
        )
        checkout.discard()
        return None
    directory = found[0].removesuffix(script.as_posix()) if not script.is_absolute() else ""
    entry_point = found[0].removeprefix(directory)
    notes.differences.append(
        f"command: arguments were not recorded. {entry_point} runs without any, in {directory.rstrip('/') or 'the root of the repository'}."
    )
    notes.differences.append(
        "code: whether anything was uncommitted was not recorded. Start it by `barograph run` to have all that recorded."
    )
    return Told(checkout=msgspec.structs.replace(checkout, directory=checkout.directory / directory), entry_point=entry_point)


def _in_tree(name: str, checkout: Checkout) -> list[str]:
    """The files of the commit that a name may mean: of an absolute path, those that share the longest end with it."""
    files = git(None, "ls-files", "-z", directory=checkout.directory).split("\0")
    parts = PurePosixPath(Path(name).as_posix().lstrip("/")).parts
    if not name.startswith("/"):
        parts = tuple(part for part in parts if part != ".")
        end = "/".join(parts)
        return [file for file in files if file == end or file.endswith("/" + end)]
    for i in range(len(parts)):
        end = "/".join(parts[i:])
        found = [file for file in files if file == end]
        if found:
            return found
    return []
