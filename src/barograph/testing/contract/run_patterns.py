import pytest

from barograph.model import Query
from barograph.store.base import Store
from barograph.testing.contract.making import new_experiment, new_run, read


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
    def test_patterns_mean_the_same_everywhere(self, store: Store, patterns: dict[int, str], pattern: str, texts: str) -> None:
        if id(store) not in patterns:
            experiment_id = patterns[id(store)] = new_experiment(store)
            for text in ("a", "É", "7", "٣", "foo\nbar"):
                run_id = new_run(store, experiment_id, name=text[0], params={"p": text}, tags={"t": text})
                store.log_inputs(run_id, datasets=[read(text, context=text)])
            new_run(store, experiment_id, name=" ")
        for key in ("params.p", "tags.t", "dataset.name", "dataset.context"):
            for test, expected in ((f"{key} RLIKE '{pattern}'", set(texts)), (f"{key} NOT RLIKE '{pattern}'", set("aÉ7٣f") - set(texts))):
                found = store.search_runs([patterns[id(store)]], Query(filter=test)).items
                assert {run.info.name for run in found} == expected, test

    @pytest.fixture(scope="class")
    @classmethod
    def patterns(cls) -> dict[int, str]:
        return {}

    def test_patterns_take_linear_time(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, params={"p": "a" * 5_000})
        found = store.search_runs([experiment_id], Query(filter="params.p RLIKE '^(a+)+$' AND NOT params.p RLIKE '(a*)*b'"))
        assert len(found.items) == 1
