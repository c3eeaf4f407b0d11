from pathlib import Path

import pytest

import barograph.artifacts
from barograph.artifacts.local import LocalArtifacts
from barograph.artifacts.object_store import ObjectStoreArtifacts
from barograph.artifacts.opening import open_artifacts
from barograph.artifacts.proxy import ProxiedArtifacts
from barograph.errors import InvalidValue


@pytest.fixture
def no_cloud_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home without credentials, so that opening a store asks nobody for them."""
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("artifacts", LocalArtifacts),
        ("/srv/artifacts", LocalArtifacts),
        ("file:///srv/artifacts", LocalArtifacts),
        ("s3://bucket/x", ObjectStoreArtifacts),
        ("gs://bucket/x", ObjectStoreArtifacts),
        ("wasbs://c@account.blob.core.windows.net/x", ObjectStoreArtifacts),
        ("mlflow-artifacts:/0/r/artifacts", ProxiedArtifacts),
        ("http://localhost:5000/x/api/2.0/mlflow-artifacts/artifacts/0/r", ProxiedArtifacts),
    ],
)
def test_the_uri_says_which_store(no_cloud_account: None, uri: str, kind: type) -> None:
    assert isinstance(open_artifacts(uri, tracking_uri="http://localhost:5000"), kind)


@pytest.mark.parametrize(
    "uri", ["", "runs:/a/b", "models:/m/1", "ftp://host/x", "http://localhost/elsewhere", "file://other/x", "s3://bucket/../x", "//host/x"]
)
def test_what_names_no_store_is_refused(uri: str) -> None:
    with pytest.raises(InvalidValue):
        open_artifacts(uri, tracking_uri="http://localhost:5000")


def test_proxied_artifacts_need_a_tracking_server() -> None:
    for tracking_uri in (None, "sqlite:///x.db"):
        with pytest.raises(InvalidValue, match="tracking URI"):
            open_artifacts("mlflow-artifacts:/0", tracking_uri=tracking_uri)


def test_a_file_uri_keeps_odd_names(tmp_path: Path) -> None:
    root = tmp_path / "100% ünï"
    open_artifacts(root.as_uri()).put("f", [b"1"])
    assert [place.name for place in root.iterdir()] == ["f"]


def test_the_namespace_offers_functions_only_when_asked() -> None:
    assert barograph.artifacts.__all__ == sorted(barograph.artifacts.__all__)
    with pytest.raises(AttributeError):
        barograph.artifacts.nothing  # noqa: B018 - the lookup is the test
