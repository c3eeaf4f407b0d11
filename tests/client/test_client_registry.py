"""Registered models, versions, aliases and stages through the client."""

from pathlib import Path

import pytest

import barograph
from barograph import MlflowClient
from barograph.exceptions import MlflowException


@pytest.fixture
def client(sqlite_uri: str) -> MlflowClient:
    return MlflowClient()


@pytest.fixture
def source(sqlite_uri: str) -> str:
    """A model directory of a run, as URI."""
    with barograph.start_run() as run:
        barograph.log_text("flavors: {}", "model/MLmodel")
    return f"runs:/{run.info.run_id}/model"


def test_a_registered_model_lives(client: MlflowClient) -> None:
    made = client.create_registered_model("wind", tags={"a": 1}, description="power")
    assert (made.name, made.tags, made.description, made.latest_versions, made.aliases) == ("wind", {"a": "1"}, "power", [], {})
    with pytest.raises(MlflowException) as refused:
        client.create_registered_model("wind")
    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"
    client.set_registered_model_tag("wind", "b", 2)
    client.delete_registered_model_tag("wind", "a")
    assert client.get_registered_model("wind").tags == {"b": "2"}
    assert client.update_registered_model("wind", "more").description == "more"
    assert client.rename_registered_model("wind", "storm").name == "storm"
    assert [found.name for found in barograph.search_registered_models()] == ["storm"]
    client.delete_registered_model("storm")
    with pytest.raises(MlflowException) as refused:
        client.get_registered_model("storm")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_versions_stages_and_aliases(client: MlflowClient, source: str) -> None:
    client.create_registered_model("wind")
    run_id = source.split("/")[1]
    first = client.create_model_version("wind", source, run_id, tags={"t": 1}, description="d")
    second = client.create_model_version("wind", source, run_id)
    assert (first.version, second.version, first.current_stage, first.status) == (1, 2, "None", "READY")
    assert (first.tags, first.description, first.run_id) == ({"t": "1"}, "d", run_id)
    assert Path(client.get_model_version_download_uri("wind", "1")).joinpath("MLmodel").is_file()

    client.set_registered_model_alias("wind", "champion", "1")
    assert client.get_model_version_by_alias("wind", "champion").version == 1
    assert client.get_registered_model("wind").aliases == {"champion": "1"}
    assert client.get_model_version("wind", 1).aliases == ["champion"]
    with pytest.raises(MlflowException, match="reserved"):
        client.set_registered_model_alias("wind", "v1", 1)
    with pytest.raises(MlflowException) as refused:
        client.get_model_version_by_alias("wind", "nobody")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    client.delete_registered_model_alias("wind", "champion")

    client.transition_model_version_stage("wind", 1, "production")
    moved = client.transition_model_version_stage("wind", "2", "Production", archive_existing_versions=True)
    assert (moved.current_stage, client.get_model_version("wind", 1).current_stage) == ("Production", "Archived")
    assert [found.version for found in client.get_latest_versions("wind", ["Production"])] == [2]
    assert client.get_model_version_stages("wind", 1) == ["None", "Staging", "Production", "Archived"]
    with pytest.raises(MlflowException, match="stage"):
        client.transition_model_version_stage("wind", 1, "Live")

    barograph.set_model_version_tag("wind", "1", "k", 5)
    client.set_model_version_tag("wind", stage="Production", key="k", value=6)
    assert client.get_model_version("wind", 1).tags == {"t": "1", "k": "5"}
    assert client.get_model_version("wind", 2).tags == {"k": "6"}
    client.delete_model_version_tag("wind", 2, "k")
    with pytest.raises(MlflowException, match="either a version or a stage"):
        client.set_model_version_tag("wind", key="k", value=1)
    assert client.update_model_version("wind", 2, "text").description == "text"
    found = barograph.search_model_versions(filter_string="name = 'wind'", order_by=["version_number ASC"])
    assert [version.version for version in found] == [1, 2]
    client.delete_model_version("wind", 1)
    with pytest.raises(MlflowException) as refused:
        client.get_model_version("wind", 1)
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_versions_are_copied(client: MlflowClient, source: str) -> None:
    client.create_registered_model("staging")
    client.create_model_version("staging", source, source.split("/")[1], tags={"t": 1})
    copied = client.copy_model_version("models:/staging/1", "production")
    again = client.copy_model_version("models:/staging/latest", "production")
    assert (copied.name, copied.version, again.version, copied.source) == ("production", 1, 2, "models:/staging/1")
    assert copied.tags == {"t": "1"}
    assert client.get_model_version_download_uri("production", 1) == client.get_model_version_download_uri("staging", 1)
    with pytest.raises(MlflowException, match="models:/"):
        client.copy_model_version("runs:/x/y", "production")


@pytest.mark.parametrize("version", ["one", "", "1.0", -1, 1.5, None, True, "٣"])
def test_bad_version_numbers_are_refused(client: MlflowClient, version: object) -> None:
    client.create_registered_model("wind")
    with pytest.raises(MlflowException, match="model version") as refused:
        client.get_model_version("wind", version)  # type: ignore[arg-type]  # what is tested
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_files_of_versions_are_downloaded(client: MlflowClient, source: str) -> None:
    client.create_registered_model("wind")
    client.create_model_version("wind", source, source.split("/")[1])
    assert Path(barograph.artifacts.download_artifacts("models:/wind/1")).joinpath("MLmodel").read_text() == "flavors: {}"
    assert Path(barograph.artifacts.download_artifacts("models:/wind/1/MLmodel")).read_text() == "flavors: {}"
    assert [found.path for found in barograph.artifacts.list_artifacts("models:/wind/1")] == ["MLmodel"]
