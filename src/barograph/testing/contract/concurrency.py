from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from barograph.errors import AlreadyExists, BarographError, InvalidValue
from barograph.store.base import Store
from barograph.testing.contract.making import latest, new_registered_model, new_run, new_version, point, unique

T = TypeVar("T")
_THREADS = 8


def _at_once(call: Callable[[int], T]) -> list[T | BarographError]:
    """What the calls 0 to 7, started together in threads, returned or raised."""
    barrier = Barrier(_THREADS)

    def attempt(index: int) -> T | BarographError:
        barrier.wait(timeout=30)
        try:
            return call(index)
        except BarographError as error:
            return error

    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(attempt, range(_THREADS)))


class TestConcurrency:
    """Several threads on one store: nothing lost, nothing doubled, one winner."""

    def test_no_point_is_lost(self, store: Store) -> None:
        run_id = new_run(store)

        def log(thread: int) -> None:
            for part in range(5):
                steps = range(thread * 100 + part * 20, thread * 100 + part * 20 + 20)
                store.log_batch(run_id, metrics=[point("m", float(step), step=step, at=step) for step in steps])

        assert _at_once(log) == [None] * _THREADS
        history = store.metric_history(run_id, "m").items
        assert [metric.step for metric in history] == list(range(_THREADS * 100))
        assert latest(store.get_run(run_id)) == {"m": _THREADS * 100 - 1.0}

    def test_equal_batches_are_kept_once(self, store: Store) -> None:
        run_id = new_run(store)
        batch = [point("m", float(step), step=step) for step in range(50)]
        answers = _at_once(lambda _: store.log_batch(run_id, metrics=batch, params={"a": "1"}, tags={"t": "1"}))
        assert answers == [None] * _THREADS
        assert len(store.metric_history(run_id, "m").items) == 50
        assert store.get_run(run_id).params == {"a": "1"}

    def test_one_value_of_a_param_wins(self, store: Store) -> None:
        run_id = new_run(store)
        answers = _at_once(lambda index: store.log_batch(run_id, params={"p": str(index)}))
        winners = [index for index, answer in enumerate(answers) if answer is None]
        assert len(winners) == 1
        assert all(isinstance(answer, InvalidValue) for answer in answers if answer is not None)
        assert store.get_run(run_id).params == {"p": str(winners[0])}

    def test_one_experiment_gets_a_name(self, store: Store) -> None:
        name = unique("experiment")
        answers = _at_once(lambda _: store.create_experiment(name))
        (experiment_id,) = [answer for answer in answers if isinstance(answer, str)]
        assert all(isinstance(answer, AlreadyExists) for answer in answers if not isinstance(answer, str))
        assert store.get_experiment_by_name(name).experiment_id == experiment_id

    def test_one_registered_model_gets_a_name(self, store: Store) -> None:
        name = unique("model")
        answers = _at_once(lambda _: store.create_registered_model(name))
        assert sum(not isinstance(answer, BarographError) for answer in answers) == 1
        assert all(isinstance(answer, AlreadyExists) for answer in answers if isinstance(answer, BarographError))

    def test_every_version_gets_its_own_number(self, store: Store) -> None:
        name = new_registered_model(store)
        answers = _at_once(lambda _: new_version(store, name).version)
        assert sorted(number for number in answers if isinstance(number, int)) == list(range(1, _THREADS + 1))

    def test_every_run_is_created(self, store: Store) -> None:
        experiment_id = store.create_experiment(unique("experiment"))
        ids = _at_once(lambda _: new_run(store, experiment_id, params={"a": "1"}))
        assert len({run_id for run_id in ids if isinstance(run_id, str)}) == _THREADS
