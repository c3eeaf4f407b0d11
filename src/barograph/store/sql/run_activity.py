"""When runs of experiments began, counted in the index of the newest runs."""

from collections import defaultdict

from sqlalchemy import func, select

from barograph.model import ActivityQuery, ExperimentActivity
from barograph.model.activity import check_activity_query
from barograph.store.sql import schema
from barograph.store.sql.rows import plain
from barograph.store.sql.run_wish import RunWishes, experiments_of

_c = schema.run.c


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
        with self._database.read() as connection:
            whole = {number: (count, newest) for number, count, newest in plain(connection.execute(wholes))}
            began: dict[int, list[int]] = defaultdict(lambda: [0] * query.steps)
            for number, place_in_time, count in plain(connection.execute(parts)):
                began[number][place_in_time] = count
        return tuple(
            [
                ExperimentActivity(
                    experiment_id=str(number),
                    runs=whole.get(number, (0, None))[0],
                    newest_ms=whole.get(number, (0, None))[1],
                    began=tuple(began[number]),
                )
                for number in numbers
            ]
        )
