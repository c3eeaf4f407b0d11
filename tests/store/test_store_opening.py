from pathlib import Path

import pytest

from barograph.errors import InvalidValue
from barograph.store.opening import open_store
from barograph.store.remote import RemoteStore


def test_a_server_is_a_remote_store() -> None:
    assert isinstance(open_store("https://localhost:5000/prefix"), RemoteStore)


@pytest.mark.parametrize("uri", ["sqlite:///sub/dir/b.db", "absolute"])
def test_a_database_is_made_with_artifacts_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{tmp_path}/sub/dir/b.db" if uri == "absolute" else uri)
    try:
        assert (tmp_path / "sub" / "dir" / "b.db").is_file()
        assert store.get_experiment("0").artifact_location == str(tmp_path / "sub" / "dir" / "artifacts" / "0")
    finally:
        store.close()


def test_the_artifact_root_can_be_given(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/b.db", artifact_root="s3://bucket/x")
    try:
        assert store.get_experiment("0").artifact_location == "s3://bucket/x/0"
    finally:
        store.close()


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("", "empty"),
        ("./mlruns", "sqlite:///"),
        ("file:///tmp/mlruns", "sqlite:///"),
        ("mysql://me:s3cret@host/db", "'mysql'"),
        ("databricks://x", "http"),
        ("postgresql://me:s3cret@host:port/db", "Invalid database URL"),
        ("sqlite:b.db", "sqlite:///file.db"),
        ("sqlite:////", "directory"),
    ],
)
def test_what_is_not_supported_is_refused_with_what_is(uri: str, named: str) -> None:
    with pytest.raises(InvalidValue, match=named) as refused:
        open_store(uri)
    assert "s3cret" not in str(refused.value)
