"""Which sources a model version may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from barograph.errors import InvalidValue, MissingValue, NotFound
from barograph.model import LoggedModel, ModelOutput, ModelVersion, NewLoggedModel, NewModelVersion, NewRun, Run
from barograph.registry.sources import ResolvedSource, resolve_source
from barograph.store.memory import MemoryStore


class Farm:
    """A store with a run, its logged model and a registered version."""

    def __init__(self, root: str) -> None:
        self.store = MemoryStore(artifact_root=root)
        self.run: Run = self.store.create_run(NewRun(experiment_id="0"))
        self.run_id = self.run.info.run_id
        self.files = self.run.info.artifact_uri
        self.model: LoggedModel = self.store.create_logged_model(
            NewLoggedModel(experiment_id="0", name="forest", source_run_id=self.run_id)
        )
        self.store.log_outputs(self.run_id, [ModelOutput(model_id=self.model.model_id)])
        self.store.create_registered_model("Power")
        self.version: ModelVersion = self.store.create_model_version(
            NewModelVersion(name="Power", source="s3://bucket/power", storage_location="s3://bucket/power", run_id=self.run_id)
        )

    def resolve(self, source: str, **given: str | bool) -> ResolvedSource:
        return resolve_source(self.store, source, **given)  # type: ignore[arg-type]  # keywords of the function


@pytest.fixture
def proxied() -> Farm:
    return Farm("mlflow-artifacts:")


@pytest.fixture
def local(tmp_path: Path) -> Farm:
    return Farm(str(tmp_path / "artifacts"))


def test_files_of_the_run_or_model_behind_the_proxy(proxied: Farm) -> None:
    for source in (proxied.files, f"{proxied.files}/deep/model"):
        assert proxied.resolve(source, run_id=proxied.run_id).storage_location == source
    of_model = proxied.resolve(proxied.model.artifact_location, model_id=proxied.model.model_id)
    assert (of_model.run_id, of_model.model_id) == (proxied.run_id, proxied.model.model_id)
    path = proxied.files.removeprefix("mlflow-artifacts:/")
    url = f"http://127.0.0.1:5000/api/2.0/mlflow-artifacts/artifacts/{path}/model"
    assert proxied.resolve(url, run_id=proxied.run_id).storage_location == f"mlflow-artifacts:/{path}/model"


def test_local_files_of_the_run_only(local: Farm, tmp_path: Path) -> None:
    inside = f"{local.files}/model"
    assert local.resolve(inside, run_id=local.run_id).storage_location == inside
    with pytest.raises(InvalidValue, match="Give the run_id"):
        local.resolve(inside)
    for outside in (str(tmp_path), "/etc", "file:///etc", f"{local.files}-other/model", "relative"):
        with pytest.raises(InvalidValue, match="not inside"):
            local.resolve(outside, run_id=local.run_id)
    assert local.resolve("/etc", allow_local=True).storage_location == "/etc"


def test_a_link_that_leaves_the_run_is_followed_and_refused(local: Farm) -> None:
    Path(local.files).mkdir(parents=True)
    (Path(local.files) / "link").symlink_to("/etc")
    with pytest.raises(InvalidValue, match="not inside"):
        local.resolve(f"{local.files}/link/passwd", run_id=local.run_id)


@pytest.mark.parametrize("scheme", ["s3", "gs", "abfss", "hdfs"])
def test_object_stores_are_accepted_as_written(proxied: Farm, scheme: str) -> None:
    authority = "box@account.dfs.core.windows.net" if scheme == "abfss" else "bucket"
    source = f"{scheme}://{authority}/power/model"
    assert proxied.resolve(source) == ResolvedSource(source=source, storage_location=source)


@pytest.mark.parametrize(
    "source",
    [
        "{root}/../../x", "{root}/%2e%2e/x", "{root}/%252e%252e/x", "{root}/a\\..\\x", "{root}/a?b", "{root}/a#b", "{root}/a\x00b",
        "s3://bucket/../x", "s3://user:secret@bucket/x", "http://127.0.0.1/api/2.0/mlflow/runs/get", "https://example.org/model",
        "ssh://host/x", "mlflow-artifacts://other-host/x", "mlflow-artifacts:/", "file://host/x", "//host/share",
    ],
)  # fmt: skip
def test_tricks_are_refused(proxied: Farm, source: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        proxied.resolve(source.format(root=proxied.files), run_id=proxied.run_id)
    assert "secret" not in caught.value.message


def test_sources_by_run(proxied: Farm) -> None:
    of_model = proxied.resolve(f"runs:/{proxied.run_id}/forest", run_id=proxied.run_id)
    assert of_model.storage_location == proxied.model.artifact_location
    assert of_model.model_id == proxied.model.model_id
    assert proxied.resolve(f"runs:/{proxied.run_id}/a/b", run_id=proxied.run_id).storage_location == f"{proxied.files}/a/b"
    for run_id in ("", "0" * 32):
        with pytest.raises(InvalidValue, match="run_id"):
            proxied.resolve(f"runs:/{proxied.run_id}/forest", run_id=run_id)
    with pytest.raises(InvalidValue):
        proxied.resolve(f"runs:/{proxied.run_id}/../x", run_id=proxied.run_id)


def test_sources_by_model_and_version(proxied: Farm) -> None:
    model_id = proxied.model.model_id
    assert proxied.resolve(f"models:/{model_id}", model_id=model_id).storage_location == proxied.model.artifact_location
    with pytest.raises(InvalidValue, match="model_id"):
        proxied.resolve(f"models:/{model_id}")
    for source in ("models:/Power/1", "models:/Power/latest", "models:/Power/none"):
        assert proxied.resolve(source) == ResolvedSource(
            source="models:/Power/1", storage_location="s3://bucket/power", run_id=proxied.run_id
        )
    with pytest.raises(NotFound):
        proxied.resolve("models:/Power/2")


def test_absent_things_are_named(proxied: Farm) -> None:
    with pytest.raises(MissingValue):
        proxied.resolve("")
    with pytest.raises(NotFound):
        proxied.resolve(proxied.files, run_id="0" * 32)
    with pytest.raises(NotFound):
        proxied.resolve(proxied.files, model_id="m-" + "0" * 32)
