"""Recording a project's run. Nothing that fails here makes a run fail."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from barograph.client.session import session
from barograph.errors import BarographError
from barograph.projects.backends.base import Launch
from barograph.projects.record.folder_snapshot import FolderSnapshot
from barograph.projects.record.git_snapshot import GitSnapshot
from barograph.projects.record.kept import kept_file
from barograph.projects.record.machine import machine
from barograph.projects.record.recorded import FOLDER, RECORD, Code, Environment, Input, Record, encoded
from barograph.projects.record.variables import seed_hints, variables_that_matter
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.local import work_tree
from barograph.settings import PROJECT_CODE_MB
from barograph.store.opening import is_server, sqlite_file
from barograph.version import __version__

_LOG = logging.getLogger("barograph")
_MEGA = 1_000_000
_HASHED_AT_MOST = 256 * _MEGA
_ATTEMPTS = 3
_STORES = ("mlruns", "mlartifacts")


class Recording:
    """The record of one run, in three steps.

    The code is looked at before the command starts, which may change it. The rest is found out and kept while the command goes on, and
    `finish` waits for that.
    """

    def __init__(self, checkout: Checkout) -> None:
        """Begin to look at the code, beside what else has to be done before the command starts."""
        self._checkout = checkout
        self._folder = Path(tempfile.mkdtemp(prefix="barograph-record-"))
        self._snapshot: GitSnapshot | FolderSnapshot | None = None
        self._problems: list[str] = []
        self._upload: threading.Thread | None = None
        self._look = threading.Thread(target=self._take_code, name="barograph-code", daemon=True)
        self._look.start()

    def wait_for_code(self) -> None:
        """Return once the code was looked at."""
        self._look.join()

    def begin(self, launch: Launch, *, tracking_uri: str, backend: str, manager: str | None, paths: Mapping[str, str]) -> None:
        """Find out the rest and keep it with the run, in the background. `paths` are parameters that name something on this machine."""

        def keep() -> None:
            try:
                self._keep(launch, tracking_uri, backend, manager, paths)
            except Exception as error:  # noqa: BLE001  # whatever it is, the run goes on
                _LOG.warning("What run %s was started from could not be recorded: %s", launch.run_id, _said(error))

        self._upload = threading.Thread(target=keep, name="barograph-record", daemon=True)
        self._upload.start()

    def finish(self, patience_s: float | None = None) -> None:
        """Return once everything is kept, or the patience is over, which is said; what was made for it is removed."""
        until = None if patience_s is None else time.monotonic() + patience_s
        for thread in (self._look, self._upload):
            if thread is not None:
                thread.join(None if until is None else max(0.0, until - time.monotonic()))
                if thread.is_alive():
                    _LOG.warning("What the run was started from could not be kept within %g s of its end.", patience_s)
                    break
        shutil.rmtree(self._folder, ignore_errors=True)

    def _take_code(self) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._snapshot = self._taken()
                return
            except Exception as error:  # noqa: BLE001  # whatever it is, the run goes on
                # Another run in the same folder may have removed a file just now.
                if attempt == _ATTEMPTS:
                    self._problems.append(f"The code could not be looked at: {_said(error)}")

    def _taken(self) -> GitSnapshot | FolderSnapshot:
        limit_bytes = int(PROJECT_CODE_MB.get() * _MEGA)
        tree = work_tree(self._checkout.directory)
        stores = _stores(self._checkout.directory)
        if tree is None:
            return FolderSnapshot(self._checkout, limit_bytes, stores, self._folder)
        return GitSnapshot(self._checkout, tree, limit_bytes, [*stores, *_stores(tree.root)], self._folder)

    def _keep(self, launch: Launch, tracking_uri: str, backend: str, manager: str | None, paths: Mapping[str, str]) -> None:
        folder = self._folder / "kept"
        folder.mkdir()
        variables = variables_that_matter() | variables_that_matter(launch.variables)
        record = Record(
            barograph=__version__,
            project=launch.project_name,
            entry_point=launch.entry_point,
            parameters=dict(launch.parameters),
            inputs=tuple(_input(name, path) for name, path in paths.items()),
            command=launch.command,
            command_variables={name: value for name, value in launch.variables.items() if name.startswith("BAROGRAPH_PARAM_")},
            backend=backend,
            code=self._code(folder),
            environment=_environment(launch, manager, folder),
            variables=variables,
            seeds=seed_hints(launch.parameters, variables),
            machine=machine(),
            problems=tuple(self._problems),
        )
        for problem in record.problems:
            _LOG.warning("Run %s: %s", launch.run_id, problem)
        _say_left_out(record.code, launch.run_id)
        (folder / RECORD).write_bytes(encoded(record))
        from barograph.artifacts.transfer import upload_dir

        upload_dir(session.run_artifacts(launch.run_id, tracking_uri), folder, FOLDER)

    def _code(self, folder: Path) -> Code:
        checkout = self._checkout
        if self._snapshot is not None:
            try:
                return self._snapshot.write(folder)
            except (BarographError, OSError) as error:
                self._problems.append(f"Uncommitted changes could not be kept: {_said(error)}")
        return Code(
            source=checkout.source,
            uri=checkout.uri,
            root=str(checkout.directory) if checkout.temporary is None else None,
            repository=checkout.repository,
            commit=checkout.commit,
            branch=checkout.branch,
        )


def _environment(launch: Launch, manager: str | None, folder: Path) -> Environment:
    activation = launch.activation
    lock = None
    if activation is not None and activation.lock is not None:
        file = folder / Path(activation.lock_name).name
        file.write_bytes(activation.lock.encode("utf-8", "surrogateescape"))
        lock = kept_file(file)
    asked: dict[str, Any] = msgspec.to_builtins(launch.environment)
    return Environment(
        manager=manager,
        kind=type(launch.environment).__name__,
        asked=asked,
        lock=lock,
        python=_python(activation.lock, activation.paths) if activation else None,
    )


def _python(lock: str | None, paths: Sequence[Path]) -> str | None:
    """The version that a lock names in its first line, else that of the environment whose programs come first."""
    if lock and lock.startswith("# Python "):
        return lock.partition("\n")[0].removeprefix("# Python ").strip()
    for path in paths[:1]:
        try:
            lines = (path.parent / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        told = {key.strip().lower(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
        return told.get("version_info") or told.get("version")
    return None


def _input(name: str, path: str) -> Input:
    file = Path(path)
    if not file.is_file():
        return Input(parameter=name, path=path)
    size = file.stat().st_size
    if size > _HASHED_AT_MOST:
        return Input(parameter=name, path=path, size_bytes=size)
    with file.open("rb") as opened:
        return Input(parameter=name, path=path, size_bytes=size, sha256=hashlib.file_digest(opened, "sha256").hexdigest())


def _stores(directory: Path) -> list[Path]:
    """Where runs are kept, which is no code: the database in use with what lies beside it, and folders of MLflow."""
    found = [directory / name for name in _STORES]
    uri = session.tracking_uri()
    file = None if is_server(uri) or not uri.startswith("sqlite") else sqlite_file(uri)
    if file is not None:
        found += [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal")), file.parent / "artifacts"]
    return [path.resolve() for path in found]


def _say_left_out(code: Code, run_id: str) -> None:
    too_large = [one.path for one in code.left_out if one.reason == "size"]
    if too_large:
        _LOG.warning(
            "Run %s: %d files beyond %g MB of uncommitted code are not kept, among them %s. The run can be reproduced only where they are.",
            run_id,
            len(too_large),
            PROJECT_CODE_MB.get(),
            ", ".join(too_large[:3]),
        )


def _said(error: Exception) -> str:
    return error.message if isinstance(error, BarographError) else repr(error)
