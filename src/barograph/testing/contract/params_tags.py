import pytest

from barograph.errors import InvalidValue, NotFound, ParamChanged
from barograph.store.base import Store
from barograph.testing.contract.making import latest, new_run, point

GOOD_KEYS = ["a", "été", "日本", "a/b/c", "a.b-c_d", "with space", "a:b", "k" * 250, ".a", "a..b"]
BAD_KEYS = ["", "a//b", "/a", "a/", ".", "..", "../a", "a/../b", "./a", "a;b", "a*", "a\nb", "k" * 251, "\ud800"]


class TestParams:
    """Params: written once, cut when too long."""

    @pytest.mark.parametrize("key", GOOD_KEYS)
    def test_good_keys(self, store: Store, key: str) -> None:
        run_id = new_run(store, params={key: "1"})
        assert store.get_run(run_id).params == {key: "1"}

    @pytest.mark.parametrize("key", BAD_KEYS)
    def test_bad_keys_are_refused_with_the_whole_batch(self, store: Store, key: str) -> None:
        run_id = new_run(store)
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, params={"good": "1", key: "1"}, tags={"t": "1"}, metrics=[point("m", 1.0)])
        run = store.get_run(run_id)
        assert (run.params, run.metrics, "t" in run.tags) == ({}, (), False)

    @pytest.mark.parametrize("value", ["", "0.1", 'it\'s "quoted"', "ünïcode 日本 🎈", "a\nb", " padded ", "x" * 6_000])
    def test_values_are_kept_as_they_are(self, store: Store, value: str) -> None:
        assert store.get_run(new_run(store, params={"a": value})).params == {"a": value}

    def test_long_values_are_cut(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "x" * 6_001})
        assert store.get_run(run_id).params == {"a": "x" * 6_000}

    def test_equal_values_may_be_logged_again(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "1", "long": "x" * 7_000})
        store.log_batch(run_id, params={"a": "1", "b": "2", "long": "x" * 8_000})
        assert store.get_run(run_id).params == {"a": "1", "b": "2", "long": "x" * 6_000}

    def test_a_changed_value_is_refused_with_the_whole_batch(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "first", "b": "2"})
        with pytest.raises(InvalidValue) as caught:
            store.log_batch(run_id, params={"c": "3", "a": "second"}, tags={"t": "1"}, metrics=[point("m", 1.0)])
        for part in ("a", "first", "second"):
            assert part in caught.value.message
        run = store.get_run(run_id)
        assert run.params == {"a": "first", "b": "2"}
        assert "t" not in run.tags
        assert run.metrics == ()

    def test_a_changed_value_names_all_changes(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "old-a", "b": "old-b", "same": "1"})
        with pytest.raises(InvalidValue) as caught:
            store.log_batch(run_id, params={"a": "new-a", "b": "new-b", "same": "1"})
        assert all(text in caught.value.message for text in ("old-a", "new-a", "old-b", "new-b"))
        if isinstance(caught.value, ParamChanged) and hasattr(caught.value, "changes"):
            assert sorted(caught.value.changes) == [("a", "old-a", "new-a"), ("b", "old-b", "new-b")]

    @pytest.mark.parametrize("value", [5, 0.1, True, ["a"], b"a", "half \ud800"])
    def test_what_is_no_text_is_refused_with_the_whole_batch(self, store: Store, value: str) -> None:
        run_id = new_run(store)
        before = store.get_run(run_id)
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, params={"good": "1", "a": value}, metrics=[point("m", 1.0)])
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, tags={"good": "1", "a": value}, metrics=[point("m", 1.0)])
        assert store.get_run(run_id) == before

    def test_many_at_once(self, store: Store) -> None:
        params = {f"p{index}": str(index) for index in range(250)}
        assert store.get_run(new_run(store, params=params)).params == params


class TestTags:
    """Tags of runs: replaced, removed, cut when too long."""

    @pytest.mark.parametrize("key", GOOD_KEYS)
    def test_good_keys(self, store: Store, key: str) -> None:
        run_id = new_run(store, tags={key: "1"})
        assert store.get_run(run_id).tags[key] == "1"

    @pytest.mark.parametrize("key", BAD_KEYS)
    def test_bad_keys_are_refused_with_the_whole_batch(self, store: Store, key: str) -> None:
        run_id = new_run(store)
        before = store.get_run(run_id)
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, params={"a": "1"}, tags={"good": "1", key: "1"}, metrics=[point("m", 1.0)])
        assert store.get_run(run_id) == before

    def test_the_last_value_stays(self, store: Store) -> None:
        run_id = new_run(store, tags={"a": "1", "b": "1"})
        store.log_batch(run_id, tags={"a": "", "c": "x\ny"})
        tags = store.get_run(run_id).tags
        assert (tags["a"], tags["b"], tags["c"]) == ("", "1", "x\ny")

    def test_long_values_are_cut(self, store: Store) -> None:
        run_id = new_run(store, tags={"a": "x" * 8_001, "b": "y" * 8_000})
        tags = store.get_run(run_id).tags
        assert tags["a"] == "x" * 8_000
        assert tags["b"] == "y" * 8_000

    def test_removal(self, store: Store) -> None:
        run_id = new_run(store, tags={"a": "1", "b": "1"})
        store.delete_tag(run_id, "a")
        assert "a" not in store.get_run(run_id).tags
        assert store.get_run(run_id).tags["b"] == "1"
        with pytest.raises(NotFound):
            store.delete_tag(run_id, "a")

    def test_params_tags_and_metrics_may_share_a_key(self, store: Store) -> None:
        run = store.get_run(new_run(store, params={"x": "p"}, tags={"x": "t"}, metrics={"x": 1.5}))
        assert (run.params["x"], run.tags["x"], latest(run)) == ("p", "t", {"x": 1.5})

    def test_an_empty_batch_changes_nothing(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "1"})
        before = store.get_run(run_id)
        store.log_batch(run_id)
        assert store.get_run(run_id) == before
