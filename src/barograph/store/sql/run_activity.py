"""When runs of experiments began, counted in the index of the newest runs, and how many go on."""

from collections import defaultdict

from sqlalchemy import bindparam, case, func, select

from barograph.model import ActivityQuery, ExperimentActivity, RunStatus
from barograph.model.activity import check_activity_query
from barograph.model.contact import MISSED_BEATS
from barograph.store.sql import schema
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.rows import plain
from barograph.store.sql.run_wish import RunWishes, experiments_of

_c, _beat = schema.run.c, schema.run_heartbeat.c
_WITH_BEATS = schema.run.outerjoin(schema.run_heartbeat, _beat.run_id == _c.id)


class SqlRunActivity(RunWishes):
    """The part of `QueryStore` that tells what goes on in experiments."""

    def experiment_activity(self, query: ActivityQuery) -> tuple[ExperimentActivity, ...]:
        check_activity_query(query)
        numbers = experiments_of(query.experiment_ids)
        place = self._wish(numbers, query.view, "").place()
        step = ((_c.start_ms - query.since_ms) // query.step_ms).label("step")
        within = (_c.start_ms >= query.since_ms, _c.start_ms < query.since_ms + query.steps * query.step_ms)
        wholes = select(_c.experiment_id, func.count(), func.max(_c.start_ms)).where(*place).group_by(_c.experiment_id)
        parts = select(_c.experiment_id, step, func.count()).where(*place, *within).group_by(_c.experiment_id, step)
        lost = bindparam("now") - _beat.last_ms > MISSED_BEATS * _beat.period_ms  # as `contact_of` has it
        now = (
            select(_c.experiment_id, func.count(), func.count(case((lost, 1))), func.max(case((lost, _beat.last_ms))))
            .select_from(_WITH_BEATS)
            .where(*place, _c.status == RunStatus.RUNNING.value)
            .group_by(_c.experiment_id)
        )
        with self._database.read() as connection:
            whole = {number: (count, newest) for number, count, newest in plain(connection.execute(wholes))}
            began: dict[int, list[int]] = defaultdict(lambda: [0] * query.steps)
            for number, place_in_time, count in plain(connection.execute(parts)):
                began[number][place_in_time] = count
            going = {number: values for number, *values in plain(connection.execute(now, {"now": now_ms()}))}
        found = []
        for number in numbers:
            count, newest = whole.get(number, (0, None))
            running, lost_runs, lost_ms = going.get(number, (0, 0, None))
            found.append(
                ExperimentActivity(
                    experiment_id=str(number),
                    runs=count,
                    newest_ms=newest,
                    began=tuple(began[number]),
                    running=running - lost_runs,
                    lost=lost_runs,
                    lost_ms=lost_ms,
                )
            )
        return tuple(found)
