import pytest

from barograph.model import Query
from barograph.store.base import Store
from barograph.testing.contract.making import new_experiment, new_run, read


class _Texts:
    """Runs that have a text as a param, a tag and a dataset, and are named by its first character; and one that has none."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.experiment_id = new_experiment(store)
        for text in ("a", "É", "7", "٣", "foo\nbar"):
            run_id = new_run(store, self.experiment_id, name=text[0], params={"p": text}, tags={"t": text})
            store.log_inputs(run_id, datasets=[read(text, context=text)])
        new_run(store, self.experiment_id, name=" ")

    def found(self, text: str) -> set[str]:
        return {run.info.name for run in self.store.search_runs([self.experiment_id], Query(filter=text)).items}


class TestRunPatterns:
    """What RLIKE finds."""

    @pytest.mark.parametrize(
        ("pattern", "texts"),
        [
            (r"^\pL+$", "aÉ"),
            (r"\bfoo\b", "f"),
            (r"(?i)^é$", "É"),
            (r"^\d$", "7"),
            (r"^\Q7\E$", "7"),
            (r"(?m)^foo$", "f"),
            (r"^foo.b", "f"),
            (r"^\x{c9}$", "É"),
            (r"^[[:word:]]$", "7a"),
            (r"^\PL", "7٣"),
            (r"o{2}(?:\n|x)\z", ""),
            (r"\Aa|^[^\n]\z", "7aÉ٣"),
        ],
    )
    def test_patterns_mean_the_same_everywhere(self, store: Store, filled: dict[int, _Texts], pattern: str, texts: str) -> None:
        if id(store) not in filled:
            filled[id(store)] = _Texts(store)
        for key in ("params.p", "tags.t", "dataset.name", "dataset.context"):
            assert filled[id(store)].found(f"{key} RLIKE '{pattern}'") == set(texts), key
            assert filled[id(store)].found(f"{key} NOT RLIKE '{pattern}'") == set("aÉ7٣f") - set(texts), key

    @pytest.fixture(scope="class")
    @classmethod
    def filled(cls) -> dict[int, _Texts]:
        return {}

    def test_patterns_take_linear_time(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, params={"p": "a" * 5_000})
        found = store.search_runs([experiment_id], Query(filter="params.p RLIKE '^(a+)+$' AND NOT params.p RLIKE '(a*)*b'"))
        assert len(found.items) == 1
