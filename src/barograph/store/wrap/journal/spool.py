"""Files of runs whose server could not be asked where they belong: beside the journal, until they can be uploaded.

`<writer>.files/<run id>/artifacts/…`; the file `title` in it is locked by the process that adds files, and says for which server they are.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from barograph.store.wrap.journal.journal import Journal
from barograph.store.wrap.journal.leftovers import Leftover, take_over
from barograph.store.wrap.journal.record import VERSION, Title, title_frame
from barograph.store.wrap.journal.segment import SUFFIX, FileSegment

FILES_SUFFIX = ".files"
_TITLE = "title"
_ARTIFACTS = "artifacts"


class Spool:
    """A directory for each run, in one for the writer of a journal. Nothing is made before a run needs it."""

    def __init__(self, journal: Journal) -> None:
        self.directory = journal.directory / (journal.writer_id + FILES_SUFFIX)
        self._title = Title(VERSION, journal.writer_id, journal.url, 1)
        self._lock: FileSegment | None = None
        self._run_ids: set[str] = set()

    def keeps(self, run_id: str) -> bool:
        """Whether all files of a run are kept here."""
        return run_id in self._run_ids

    def begin_run(self, run_id: str) -> str:
        """Keep all files of a run; where they are kept."""
        self._run_ids.add(run_id)
        return self.artifact_uri(run_id)

    def has_files_of(self, run_id: str) -> bool:
        """Whether there may be files of a run."""
        return (self.directory / run_id).exists()

    def artifact_uri(self, run_id: str) -> str:
        """Where files of a run are kept."""
        if self._lock is None:
            with suppress(OSError):  # what has no room for a few bytes has none for files, and says so when they come
                self._lock = FileSegment(self.directory / _TITLE, title_frame(self._title))
        return (self.directory / run_id / _ARTIFACTS).as_uri()

    def close(self) -> bool:
        """Release the directory for others to upload, or remove it if it is empty; whether there is something to upload."""
        if self._lock is None:
            return False
        filled = any(path.is_file() for path in self.directory.rglob(f"{_ARTIFACTS}/**/*"))
        self._lock.close(remove=not filled)
        self._lock = None
        if not filled:
            shutil.rmtree(self.directory, ignore_errors=True)
        return filled


class Spooled:
    """A directory of files that no living process adds to, for the server at `url`; locked while it is looked at."""

    def __init__(self, directory: Path, title: Leftover) -> None:
        self.directory = directory
        self.url = title.title.url
        self.has_journal = any(directory.parent.glob(f"{title.title.writer_id}-*{SUFFIX}"))
        self._title = title

    def files(self) -> Iterator[tuple[str, str, Path]]:
        """Run id, artifact path and place of each file. Links are left alone."""
        for run in sorted(self.directory.iterdir()):
            root = run / _ARTIFACTS
            for folder, _, names in os.walk(root):
                for name in sorted(names):
                    place = Path(folder, name)
                    if place.is_file() and not place.is_symlink():
                        yield run.name, place.relative_to(root).as_posix(), place

    def remove(self) -> None:
        """Remove it with whatever is left in it."""
        shutil.rmtree(self.directory, ignore_errors=True)

    def close(self) -> None:
        """Release it."""
        self._title.close()


def spooled(directory: Path) -> Iterator[Spooled]:
    """The directories of files beside journals that nobody adds to any more."""
    for files in sorted(directory.glob(f"*{FILES_SUFFIX}")):
        title = take_over(files / _TITLE)
        if title is not None:
            found = Spooled(files, title)
            try:
                yield found
            finally:
                found.close()
