"""Frames of writers: data and the writer's last sequence change in one transaction, so that each frame is applied once."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from barograph.errors import BarographError, Unavailable
from barograph.model import REFUSED_TAG, Frame, Refusal, check_frames
from barograph.model.limits import MAX_RUN_TAG_VALUE
from barograph.store.sql import schema
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.driver_errors import translated
from barograph.store.sql.run_fetch import TAGS
from barograph.store.sql.run_logging import SqlRunLogging
from barograph.store.sql.run_rows import writable
from barograph.store.sql.runs import SqlRuns
from barograph.store.sql.upsert import insert_or_replace

_WRITER = schema.ingest_writer
Job = Callable[[Connection], object]


class SqlIngest(SqlRuns, SqlRunLogging):
    """Keeps `IngestStore`."""

    def ingest(self, writer_id: str, frames: Sequence[Frame]) -> tuple[Refusal, ...]:
        check_frames(writer_id, frames)
        if not frames:
            return ()
        prepared = [(frame, self._prepared(frame)) for frame in frames]
        refused_key = self._names.numbered([REFUSED_TAG])[REFUSED_TAG]

        def job(connection: Connection) -> tuple[Refusal, ...]:
            last = connection.execute(select(_WRITER.c.last_sequence).where(_WRITER.c.writer_id == writer_id)).scalar()
            check_frames(writer_id, frames, last)
            refusals = []
            for frame, work in prepared:
                if last is not None and frame.sequence <= last:
                    continue
                error = _attempt(connection, work)
                if error is not None:
                    refusals.append(
                        Refusal(sequence=frame.sequence, run_id=frame.run_id, error_code=error.error_code, message=error.message)
                    )
                    _attempt(connection, _marking(frame.run_id, refused_key, error.message))
            row = {"writer_id": writer_id, "last_sequence": max(last or 0, frames[-1].sequence), "updated_ms": now_ms()}
            connection.execute(insert_or_replace(connection, _WRITER, ("writer_id",), ("last_sequence", "updated_ms")), row)
            return tuple(refusals)

        refusals = self._database.write(job)
        for run_id in {frame.run_id for frame in frames}:
            self._merger.note(run_id)
        return refusals

    def _prepared(self, frame: Frame) -> list[Job] | BarographError:
        """What applies a frame, or why nothing can."""
        try:
            jobs: list[Job] = []
            if frame.metrics or frame.params or frame.tags:
                jobs.append(self._logging(frame.run_id, frame.metrics, frame.params, frame.tags))
            if frame.status is not None or frame.end_time_ms is not None:
                jobs.append(self._updating(frame.run_id, frame.status, frame.end_time_ms, None))
            return jobs
        except Unavailable:
            raise
        except BarographError as error:
            return error


def _attempt(connection: Connection, work: list[Job] | BarographError) -> BarographError | None:
    """Do the work whole or not at all, and return why it cannot be done; what may pass is raised."""
    if isinstance(work, BarographError):
        return work
    connection.exec_driver_sql("SAVEPOINT frame")
    try:
        for job in work:
            job(connection)
    except (BarographError, SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
        refusal = error if isinstance(error, BarographError) else translated(error)
        if refusal is None or isinstance(refusal, Unavailable):
            raise
        connection.exec_driver_sql("ROLLBACK TO frame")
        connection.exec_driver_sql("RELEASE frame")
        return refusal
    connection.exec_driver_sql("RELEASE frame")
    return None


def _marking(run_id: str, key_id: int, message: str) -> list[Job]:
    def job(connection: Connection) -> None:
        run, _ = writable(connection, run_id)
        TAGS.put(connection, run, {key_id: message[:MAX_RUN_TAG_VALUE]})

    return [job]
