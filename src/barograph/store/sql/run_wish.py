"""From texts of a search of runs to what is asked of the database."""

from collections.abc import Sequence

from sqlalchemy import select

from barograph.model import View
from barograph.model.filter import Entity, Key
from barograph.model.limits import check_experiment_id
from barograph.store.query import RUNS, parse_filter, parse_order_by, settled, settled_keys
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.run_match import Wish, in_experiments

KEYED = (Entity.METRIC, Entity.PARAM, Entity.TAG)
_c, _series = schema.run.c, schema.series.c


class RunWishes(Aggregate):
    """What searches and tables of runs have in common."""

    def _wish(self, experiments: tuple[int, ...] | None, view: View, text: str, order_by: Sequence[str] = ()) -> Wish:
        """The texts read, doubtful keys settled by what the experiments have."""
        tree, order = parse_filter(text, RUNS), parse_order_by(order_by, RUNS)
        tree, order = settled(tree, order, lambda metric: self._is_logged(metric, experiments))
        return Wish(experiments, view, tree, order, self._names.known(filters.keys_of(tree, order, KEYED)))

    def _numbered(self, keys: Sequence[Key], wish: Wish) -> tuple[tuple[Key, ...], dict[str, int]]:
        """The keys, doubtful ones settled in the same way, and the numbers of those that have one."""
        settled = settled_keys(keys, lambda name: self._is_logged(name, wish.experiments))
        return settled, self._names.known({key.name for key in settled if key.entity in KEYED})

    def _is_logged(self, metric: str, experiments: tuple[int, ...] | None) -> bool:
        """Whether a run of the experiments has a metric of this name."""
        key = self._names.known({metric}).get(metric)
        if key is None:
            return False
        mine = select(_series.run_id).join(schema.run, _series.run_id == _c.id).where(_series.key_id == key, in_experiments(experiments))
        with self._database.read() as connection:
            return connection.execute(mine.where(_series.attributes_id == schema.PLAIN_ATTRIBUTES_ID).limit(1)).first() is not None


def experiments_of(experiment_ids: Sequence[str]) -> tuple[int, ...]:
    """The numbers of experiments, each once; malformed ids raise `InvalidValue`."""
    return tuple([check_experiment_id(experiment_id) for experiment_id in dict.fromkeys(experiment_ids)])
