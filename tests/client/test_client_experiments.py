"""Experiments, and which one new runs go to."""

from pathlib import Path

import pytest

import barograph
from barograph import MlflowClient, settings
from barograph.client.experiments import forget_active_experiment
from barograph.client.session import session
from barograph.entities import ViewType
from barograph.exceptions import MlflowException


def code(refused: pytest.ExceptionInfo[MlflowException]) -> str:
    return str(refused.value.error_code)


def test_set_experiment_creates_and_activates(tracking: str) -> None:
    made = barograph.set_experiment("fresh " + tracking)
    assert made.lifecycle_stage == "active"
    assert barograph.set_experiment("fresh " + tracking) == made
    with barograph.start_run() as run:
        assert run.info.experiment_id == made.experiment_id
    assert settings.EXPERIMENT_ID.get() == made.experiment_id


def test_creating_does_not_activate(sqlite_uri: str) -> None:
    experiment_id = barograph.create_experiment("a", tags={"k": 1})
    with barograph.start_run() as run:
        assert run.info.experiment_id == "0"
    experiment = barograph.get_experiment(experiment_id)
    assert (experiment.name, experiment.tags) == ("a", {"k": "1"})
    with pytest.raises(MlflowException, match="'a'") as refused:
        barograph.create_experiment("a")
    assert code(refused) == "RESOURCE_ALREADY_EXISTS"


def test_exactly_one_of_name_and_id(sqlite_uri: str) -> None:
    for arguments in ({}, {"experiment_name": "a", "experiment_id": "0"}):
        with pytest.raises(MlflowException, match="exactly one") as refused:
            barograph.set_experiment(**arguments)
        assert code(refused) == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException) as refused:
        barograph.set_experiment(experiment_id="99")
    assert code(refused) == "RESOURCE_DOES_NOT_EXIST"


def test_a_deleted_experiment_is_not_activated(sqlite_uri: str) -> None:
    experiment_id = barograph.create_experiment("gone")
    barograph.delete_experiment(experiment_id)
    with pytest.raises(MlflowException, match="restore_experiment") as refused:
        barograph.set_experiment("gone")
    assert code(refused) == "INVALID_PARAMETER_VALUE"
    found = barograph.get_experiment_by_name("gone")
    assert found is not None
    assert found.lifecycle_stage == "deleted"
    barograph.restore_experiment(experiment_id)
    assert barograph.set_experiment("gone").experiment_id == experiment_id
    assert barograph.get_experiment_by_name("never") is None


def test_the_environment_names_the_experiment(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "from-environment")
    with barograph.start_run() as run:
        found = barograph.get_experiment(run.info.experiment_id)
        assert found.name == "from-environment"
    monkeypatch.setenv("MLFLOW_EXPERIMENT_ID", "0")
    with pytest.raises(MlflowException, match="contradict"):
        barograph.start_run()
    monkeypatch.delenv("MLFLOW_EXPERIMENT_NAME")
    with barograph.start_run() as run:
        assert run.info.experiment_id == "0"
    monkeypatch.setenv("MLFLOW_EXPERIMENT_ID", "55")
    with pytest.raises(MlflowException, match="55") as refused:
        barograph.start_run()
    assert code(refused) == "INVALID_PARAMETER_VALUE"


def test_choosing_an_experiment_leaves_no_contradiction_to_children(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "one")
    chosen = barograph.set_experiment("two")
    from barograph.client.experiments import _Active

    _Active.experiment_id = None
    with barograph.start_run() as run:
        assert run.info.experiment_id == chosen.experiment_id
    forget_active_experiment()


def test_tags_of_the_active_experiment(sqlite_uri: str) -> None:
    made = barograph.set_experiment("tagged")
    barograph.set_experiment_tags({"a": 1, "b": None})
    barograph.set_experiment_tag("a", 2)
    barograph.delete_experiment_tag("b")
    assert barograph.get_experiment(made.experiment_id).tags == {"a": "2"}


def test_searching_experiments(sqlite_uri: str) -> None:
    ids = [barograph.create_experiment(f"e{n}") for n in range(5)]
    barograph.delete_experiment(ids[0])
    assert {found.name for found in barograph.search_experiments()} == {"Default", "e1", "e2", "e3", "e4"}
    assert [
        found.name for found in barograph.search_experiments(filter_string="name LIKE 'e%'", order_by=["name DESC"], max_results=2)
    ] == [
        "e4",
        "e3",
    ]
    assert [found.name for found in barograph.search_experiments(view_type=ViewType.DELETED_ONLY)] == ["e0"]
    client = MlflowClient()
    first = client.search_experiments(max_results=3, order_by=["name ASC"])
    assert first.token
    rest = client.search_experiments(max_results=3, order_by=["name ASC"], page_token=first.token)
    assert ([found.name for found in first + rest], rest.token) == (["Default", "e1", "e2", "e3", "e4"], None)
    with pytest.raises(MlflowException, match="view type"):
        barograph.search_experiments(view_type=7)
    with pytest.raises(MlflowException, match="max_results"):
        client.search_experiments(max_results=0)


def test_uris_by_precedence(clean_session: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert barograph.get_tracking_uri() == f"sqlite:///{tmp_path / 'barograph.db'}"
    assert not barograph.is_tracking_uri_set()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///env.db")
    assert barograph.get_tracking_uri() == "sqlite:///env.db"
    assert barograph.is_tracking_uri_set()
    barograph.set_tracking_uri("http://127.0.0.1:9")
    assert (barograph.get_tracking_uri(), barograph.get_registry_uri()) == ("http://127.0.0.1:9", "http://127.0.0.1:9")
    assert settings.TRACKING_URI.get() == "http://127.0.0.1:9"
    barograph.set_registry_uri("sqlite:///registry.db")
    assert barograph.get_registry_uri() == "sqlite:///registry.db"
    assert MlflowClient("sqlite:///own.db").registry_uri == "sqlite:///registry.db"
    barograph.set_registry_uri("")
    assert MlflowClient("sqlite:///own.db").registry_uri == "sqlite:///own.db"
    barograph.set_tracking_uri(tmp_path)
    assert barograph.get_tracking_uri() == tmp_path.as_uri()
    with pytest.raises(MlflowException, match="URI"):
        barograph.set_tracking_uri(5)  # type: ignore[arg-type]  # what is tested


def test_stores_are_shared_and_closed(clean_session: None) -> None:
    first = session.tracking_store("sqlite:///one.db")
    assert session.tracking_store("sqlite:///one.db") is first
    session.close()
    assert session.tracking_store("sqlite:///one.db") is not first


def test_artifact_locations_are_checked_without_a_server(sqlite_uri: str) -> None:
    inside = barograph.get_experiment(barograph.create_experiment("relative", artifact_location="kept/here"))
    assert inside.artifact_location == str(Path.cwd() / "kept/here")
    for location in ("../elsewhere", "s3://bucket/a?b", "ftp-like://host/a", "runs:/0123/a"):
        with pytest.raises(MlflowException, match="artifact location") as refused:
            barograph.create_experiment(f"refused {location}", artifact_location=location)
        assert code(refused) == "INVALID_PARAMETER_VALUE"
        assert barograph.MlflowClient().get_experiment_by_name(f"refused {location}") is None
