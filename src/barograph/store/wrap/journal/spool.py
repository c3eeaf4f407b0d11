"""Files of runs whose server could not be asked where they belong: beside the journal, until they can be uploaded."""

from contextlib import suppress

from barograph.store.wrap.journal.journal import Journal
from barograph.store.wrap.journal.record import VERSION, Title, title_frame
from barograph.store.wrap.journal.segment import FileSegment

FILES_SUFFIX = ".files"
_TITLE = "title"


class Spool:
    """A directory for each run, in one for the writer of a journal. Nothing is made before a run needs it."""

    def __init__(self, journal: Journal) -> None:
        self.directory = journal.directory / (journal.writer_id + FILES_SUFFIX)
        self._title = Title(VERSION, journal.writer_id, journal.url, 0)
        self._lock: FileSegment | None = None
        self._run_ids: set[str] = set()

    def keeps(self, run_id: str) -> bool:
        """Whether the files of a run are kept here."""
        return run_id in self._run_ids

    def artifact_uri(self, run_id: str) -> str:
        """Where a run's files are kept."""
        self._run_ids.add(run_id)
        if self._lock is None:
            with suppress(OSError):  # what has no room for a few bytes has none for files, and says so when they come
                self._lock = FileSegment(self.directory / _TITLE, title_frame(self._title))
        return (self.directory / run_id / "artifacts").as_uri()

    def close(self) -> None:
        """Release the directory for others to upload, and remove it if it is empty."""
        if self._lock is not None:
            self._lock.close(remove=not any(self.directory.rglob("artifacts/*")))
            self._lock = None
        with suppress(OSError):
            self.directory.rmdir()
