"""What a server says of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from server_caller import Caller

from barograph.store.sql.store import SqlStore
from barograph.version import __version__

FACTS = "/api/barograph/1/server"


def test_a_server_in_memory(server: Caller) -> None:
    facts = server.get(FACTS).json
    assert facts["version"] == __version__
    assert facts["database"] == {"kind": "Memory"}
    assert facts["served_artifacts"] == {"kind": "file"}
    assert facts["new_artifacts"] == {"kind": "mlflow-artifacts", "proxied": True}
    assert (facts["processes"], facts["threads"]) == (1, 32)
    assert facts["started_ms"] > 1_600_000_000_000
    assert {limit["what"]: limit["most"] for limit in facts["limits"]}["Characters of a key"] == 250


def test_neither_paths_nor_passwords_are_told(serve: Callable[..., AbstractContextManager[Caller]], tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/store.db", artifact_root="mlflow-artifacts:")
    told = {"backend_store_uri": "postgresql://ana:secret@db.example.org/store", "allowed_hosts": ("inner.example.org",)}
    with serve(store, default_artifact_root="s3://models/deep/folder", **told) as server:
        answer = server.get(FACTS)
    store.close()
    facts = answer.json
    assert facts["database"]["kind"] == "SQLite"
    assert facts["database"]["version"].startswith("3.")
    assert facts["database"]["size_bytes"] > 0
    assert facts["new_artifacts"] == {"kind": "s3", "bucket": "models"}
    assert facts["access"] == {"checks_hosts": True, "checks_origins": True, "further_hosts": 1, "framing": "SAMEORIGIN"}
    for hidden in (str(tmp_path), "secret", "example.org", "deep"):
        assert hidden not in answer.data.decode()


def test_without_checks(serve: Callable[..., AbstractContextManager[Caller]]) -> None:
    with serve(security_middleware=False, x_frame_options="NONE", serve_artifacts=False) as server:
        facts = server.get(FACTS).json
    assert facts["access"] == {"framing": "NONE"}
    assert "served_artifacts" not in facts
