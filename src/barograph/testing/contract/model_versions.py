import pytest

from barograph.errors import InvalidValue, NotFound
from barograph.model import Stage, VersionStatus
from barograph.store.base import Store
from barograph.testing.contract.making import new_registered_model, new_run, new_version, tick


class TestModelVersions:
    """Creation, numbering, stages, description, tags and deletion of versions."""

    @pytest.fixture
    def name(self, store: Store) -> str:
        return new_registered_model(store)

    def test_a_new_version_reads_back(self, store: Store, name: str) -> None:
        run_id = new_run(store)
        version = new_version(
            store, name, source="s3://bucket/a", run_id=run_id, run_link="http://example.test/r", description="first", tags={"a": "1"}
        )
        assert (version.name, version.version, version.source, version.run_id) == (name, 1, "s3://bucket/a", run_id)
        assert (version.run_link, version.description, version.tags, version.aliases) == ("http://example.test/r", "first", {"a": "1"}, ())
        assert (version.stage, version.status) == (Stage.NONE, VersionStatus.READY)
        assert version.created_ms == version.updated_ms > 1_600_000_000_000
        assert store.get_model_version(name, 1) == version

    def test_a_plain_version(self, store: Store, name: str) -> None:
        version = new_version(store, name)
        for value in (version.run_id, version.run_link, version.description, version.status_message):
            assert value in (None, "")
        assert version.tags == {}

    def test_numbers_grow_and_are_never_used_again(self, store: Store, name: str) -> None:
        assert [new_version(store, name).version for _ in range(3)] == [1, 2, 3]
        store.delete_model_version(name, 3)
        assert new_version(store, name).version == 4
        for number in (1, 2, 4):
            store.delete_model_version(name, number)
        assert new_version(store, name).version == 5

    def test_bad_tags_are_refused_and_create_nothing(self, store: Store, name: str) -> None:
        for tags in ({"": "v"}, {"a//b": "v"}, {"k": "v" * 100_001}):
            with pytest.raises(InvalidValue):
                new_version(store, name, tags=tags)
        assert store.latest_versions(name) == ()
        assert new_version(store, name).version == 1

    def test_a_version_needs_a_source(self, store: Store, name: str) -> None:
        with pytest.raises(InvalidValue):
            new_version(store, name, source="")

    def test_unknown_ones_are_not_found(self, store: Store, name: str) -> None:
        for call in (
            lambda: store.get_model_version(name, 1),
            lambda: store.describe_model_version(name, 1, "x"),
            lambda: store.transition_model_version(name, 1, Stage.STAGING),
            lambda: store.delete_model_version(name, 1),
            lambda: store.set_model_version_tag(name, 1, "a", "b"),
            lambda: store.delete_model_version_tag(name, 1, "a"),
        ):
            with pytest.raises(NotFound):
                call()

    def test_describing(self, store: Store, name: str) -> None:
        before = new_version(store, name, description="first")
        tick()
        after = store.describe_model_version(name, 1, "second")
        assert after.description == "second"
        assert after.updated_ms > before.updated_ms
        assert after.created_ms == before.created_ms
        assert store.describe_model_version(name, 1, None).description in (None, "")
        assert store.get_model_version(name, 1).description in (None, "")

    @pytest.mark.parametrize("stage", list(Stage))
    def test_any_stage_may_follow(self, store: Store, name: str, stage: Stage) -> None:
        before = new_version(store, name)
        tick()
        moved = store.transition_model_version(name, 1, stage)
        assert moved.stage is stage
        assert moved.updated_ms > before.updated_ms
        assert store.get_model_version(name, 1) == moved
        assert store.transition_model_version(name, 1, Stage.NONE).stage is Stage.NONE

    @pytest.mark.parametrize("stage", [Stage.STAGING, Stage.PRODUCTION])
    def test_moving_may_archive_what_was_there(self, store: Store, name: str, stage: Stage) -> None:
        for _ in range(4):
            new_version(store, name)
        store.transition_model_version(name, 1, stage)
        store.transition_model_version(name, 2, stage)
        other = Stage.STAGING if stage is Stage.PRODUCTION else Stage.PRODUCTION
        store.transition_model_version(name, 3, other)
        store.transition_model_version(name, 4, stage, archive_existing=True)
        stages = {number: store.get_model_version(name, number).stage for number in (1, 2, 3, 4)}
        assert stages == {1: Stage.ARCHIVED, 2: Stage.ARCHIVED, 3: other, 4: stage}

    def test_moving_leaves_the_others_by_default(self, store: Store, name: str) -> None:
        for number in (1, 2):
            new_version(store, name)
            store.transition_model_version(name, number, Stage.PRODUCTION)
        assert [store.get_model_version(name, number).stage for number in (1, 2)] == [Stage.PRODUCTION] * 2

    def test_a_version_moved_to_its_own_stage_is_not_archived(self, store: Store, name: str) -> None:
        new_version(store, name)
        for _ in range(2):
            assert store.transition_model_version(name, 1, Stage.PRODUCTION, archive_existing=True).stage is Stage.PRODUCTION

    @pytest.mark.parametrize("stage", [Stage.NONE, Stage.ARCHIVED])
    def test_only_moves_up_archive(self, store: Store, name: str, stage: Stage) -> None:
        new_version(store, name)
        store.transition_model_version(name, 1, Stage.STAGING)
        with pytest.raises(InvalidValue):
            store.transition_model_version(name, 1, stage, archive_existing=True)
        assert store.get_model_version(name, 1).stage is Stage.STAGING

    def test_latest_versions_by_stage(self, store: Store, name: str) -> None:
        for _ in range(4):
            new_version(store, name)
        store.transition_model_version(name, 1, Stage.PRODUCTION)
        store.transition_model_version(name, 2, Stage.STAGING)
        store.transition_model_version(name, 3, Stage.STAGING)

        def found(*stages: Stage) -> dict[Stage, int]:
            return {version.stage: version.version for version in store.latest_versions(name, stages)}

        assert found() == {Stage.PRODUCTION: 1, Stage.STAGING: 3, Stage.NONE: 4}
        assert found(Stage.STAGING) == {Stage.STAGING: 3}
        assert found(Stage.PRODUCTION, Stage.ARCHIVED) == {Stage.PRODUCTION: 1}
        assert found(Stage.ARCHIVED) == {}
        store.delete_model_version(name, 3)
        assert found(Stage.STAGING) == {Stage.STAGING: 2}

    def test_deleted_ones_are_gone(self, store: Store, name: str) -> None:
        new_version(store, name)
        new_version(store, name)
        store.delete_model_version(name, 2)
        with pytest.raises(NotFound):
            store.get_model_version(name, 2)
        with pytest.raises(NotFound):
            store.delete_model_version(name, 2)
        with pytest.raises(NotFound):
            store.set_alias(name, "champion", 2)
        assert [version.version for version in store.get_registered_model(name).latest_versions] == [1]

    def test_tags_are_set_replaced_and_removed(self, store: Store, name: str) -> None:
        new_version(store, name)
        store.set_model_version_tag(name, 1, "a", "1")
        store.set_model_version_tag(name, 1, "a", "2")
        store.set_model_version_tag(name, 1, "b", "")
        assert store.get_model_version(name, 1).tags == {"a": "2", "b": ""}
        store.delete_model_version_tag(name, 1, "a")
        store.delete_model_version_tag(name, 1, "a")
        assert store.get_model_version(name, 1).tags == {"b": ""}

    def test_bad_tag_writes_are_refused(self, store: Store, name: str) -> None:
        new_version(store, name)
        for key, value in (("", "v"), ("a//b", "v"), ("k", "v" * 100_001)):
            with pytest.raises(InvalidValue):
                store.set_model_version_tag(name, 1, key, value)
        assert store.get_model_version(name, 1).tags == {}
