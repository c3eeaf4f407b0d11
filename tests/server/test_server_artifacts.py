"""Artifacts over HTTP: the proxy, downloads, uploads, and paths that try to leave."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from server_caller import Caller

from barograph.server.settings import ServerSettings

PROXY = "/api/2.0/mlflow-artifacts/artifacts"
SECRET = b"not an artifact"
ESCAPES = [
    "../secret.txt", "a/../../secret.txt", "..\\secret.txt", "..", "/secret.txt", "//secret.txt", "C:\\secret.txt", "\\\\host\\secret.txt",
    "%2e%2e/secret.txt", "%252e%252e%252fsecret.txt", "..%2fsecret.txt", "..%c0%afsecret.txt", "%c0%ae%c0%ae/secret.txt", "..;/secret.txt",
    "a\x00/../../secret.txt", "file:///etc/passwd", "file:secret.txt", "http://127.0.0.1/secret.txt", "....//secret.txt", "．．/secret.txt",
    "a/..%00/secret.txt", "secret.txt#../..", ".../secret.txt", ". ./secret.txt", "~/secret.txt", "a/../..", "./../secret.txt",
]  # fmt: skip


@pytest.fixture(scope="module")
def run_id(server: Caller) -> str:
    """A run with a few files, next to a secret that is outside of everything."""
    (server.artifacts.parent / "secret.txt").write_bytes(SECRET)
    run = server.new_run()
    for path, data in {"a.txt": b"0123456789", "d/b c+ü.json": b"{}", "d/e/page.html": b"<script>alert(1)</script>", "empty": b""}.items():
        assert server.raw("PUT", f"{PROXY}/0/{run}/artifacts/{quote(path)}", data).status == 200
    return run


def test_a_file_goes_up_and_comes_down(server: Caller) -> None:
    data = bytes(range(256)) * 20_000
    put = server.raw("PUT", f"{PROXY}/deep/er/big.bin", data, {"Content-Type": "application/octet-stream"})
    assert (put.status, put.data) == (200, b"")
    got = server.raw("GET", f"{PROXY}/deep/er/big.bin")
    assert (got.status, got.data) == (200, data)
    server.raw("PUT", f"{PROXY}/deep/er/big.bin", b"new")
    assert server.raw("GET", f"{PROXY}/deep/er/big.bin").data == b"new"
    for _ in range(2):
        assert server.raw("DELETE", f"{PROXY}/deep").json == {}
    missing = server.raw("GET", f"{PROXY}/deep/er/big.bin")
    assert (missing.status, missing.code) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_chunked_uploads_are_read(server: Caller) -> None:
    import http.client

    connection = http.client.HTTPConnection(server.base.removeprefix("http://"))
    connection.request(
        "PUT", f"{PROXY}/chunked.bin", body=iter([b"a" * 100_000] * 30), encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
    )
    assert connection.getresponse().status == 200
    connection.close()
    assert server.raw("GET", f"{PROXY}/chunked.bin").data == b"a" * 3_000_000


def test_a_broken_upload_leaves_nothing(server: Caller) -> None:
    import socket

    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            f"PUT {PROXY}/broken.bin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n".encode() + b"x" * 2_000_000
        )
    assert server.raw("GET", f"{PROXY}/broken.bin").status == 404
    assert [path.name for path in server.artifacts.rglob("broken*")] == []


def test_the_proxy_lists_base_names(server: Caller, run_id: str) -> None:
    root = f"0/{run_id}/artifacts"
    files = server.raw("GET", f"{PROXY}?path={root}").json["files"]
    assert files == [{"path": "a.txt", "is_dir": False, "file_size": 10}, {"path": "d", "is_dir": True}, {"path": "empty", "is_dir": False}]
    assert [file["path"] for file in server.raw("GET", f"{PROXY}?path={root}/d").json["files"]] == ["b c+ü.json", "e"]
    assert server.raw("GET", f"{PROXY}?path={root}/a.txt").json == {}
    assert server.raw("GET", f"{PROXY}?path={root}/nope").json == {}
    assert "0" in [file["path"] for file in server.raw("GET", PROXY).json["files"]]


def test_files_of_a_run_are_listed_with_whole_paths(server: Caller, run_id: str) -> None:
    listed = server.get("artifacts/list", run_id=run_id, path="d").json
    assert listed["root_uri"] == f"mlflow-artifacts:/0/{run_id}/artifacts"
    assert listed["files"] == [{"path": "d/b c+ü.json", "is_dir": False, "file_size": 2}, {"path": "d/e", "is_dir": True}]
    assert server.get("artifacts/list", run_uuid=run_id).json["files"][0] == {"path": "a.txt", "is_dir": False, "file_size": 10}
    assert "files" not in server.get("artifacts/list", run_id=run_id, path="nope").json
    assert server.get("artifacts/list", run_id="nope").status == 404


def test_downloads_are_attachments_that_nothing_runs(server: Caller, run_id: str) -> None:
    answer = server.get("/get-artifact", run_id=run_id, path="d/e/page.html")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    named = server.get("/get-artifact", run_id=run_id, path="d/b c+ü.json")
    assert named.headers["content-disposition"] == "attachment; filename*=UTF-8''b%20c%2B%C3%BC.json"
    assert named.headers["content-type"] == "text/plain"
    assert server.get("/get-artifact", run_uuid=run_id, path="empty").data == b""


@pytest.mark.parametrize(
    ("span", "status", "data"),
    [
        ("bytes=2-4", 206, b"234"), ("bytes=7-", 206, b"789"), ("bytes=-3", 206, b"789"), ("bytes=0-99", 200, b"0123456789"),
        ("bytes=10-", 416, b""), ("bytes=-0", 416, b""), ("bytes=5-2", 200, b"0123456789"), ("lines=1-2", 200, b"0123456789"),
        ("bytes=0-1,3-4", 200, b"0123456789"),
    ],
)  # fmt: skip
def test_ranges(server: Caller, run_id: str, span: str, status: int, data: bytes) -> None:
    answer = server.raw("GET", f"{PROXY}/0/{run_id}/artifacts/a.txt", headers={"Range": span})
    assert (answer.status, answer.data) == (status, data)
    assert answer.headers["accept-ranges"] == "bytes"
    if status == 206:
        assert answer.headers["content-range"].endswith("/10")


def test_a_changed_file_is_told_from_an_unchanged_one(server: Caller) -> None:
    url = f"{PROXY}/changing.txt"
    server.raw("PUT", url, b"first")
    etag = server.raw("GET", url).headers["etag"]
    assert etag.startswith('"')
    assert server.raw("GET", url, headers={"If-None-Match": f'"other", {etag}'}).status == 304
    assert server.raw("GET", url, headers={"Range": "bytes=1-2", "If-Range": etag}).data == b"ir"
    server.raw("PUT", url, b"again")
    assert server.raw("GET", url, headers={"If-None-Match": etag}).data == b"again"
    assert server.raw("GET", url, headers={"Range": "bytes=1-2", "If-Range": etag}).data == b"again"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"path": "a.txt"}, 400, "INVALID_PARAMETER_VALUE"),
        ({"run_id": "nope", "path": "a.txt"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ({"run_id": "RUN"}, 400, "INVALID_PARAMETER_VALUE"),
        ({"run_id": "RUN", "path": ""}, 400, "INVALID_PARAMETER_VALUE"),
        ({"run_id": "RUN", "path": "nope"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ({"run_id": "RUN", "path": "d"}, 400, "INVALID_PARAMETER_VALUE"),
    ],
)
def test_refused_downloads(server: Caller, run_id: str, query: dict[str, str], status: int, code: str) -> None:
    answer = server.get("/get-artifact", **{key: value.replace("RUN", run_id) for key, value in query.items()})
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leaves_its_root(server: Caller, run_id: str, path: str) -> None:
    model_id = server.ok("logged-models", {"experiment_id": "0"})["model"]["info"]["model_id"]
    before = sorted(file for file in server.artifacts.rglob("*") if file.is_file())
    escaped = quote(path, safe="")
    for written in (path.encode("ascii", "ignore").decode().replace(" ", "%20").replace("#", "%23").replace("\x00", "%00"), escaped):
        for url in (f"{PROXY}/{written}", f"{PROXY}/0/{run_id}/artifacts/{written}"):
            for verb in ("GET", "DELETE"):
                answer = raw_path(server, verb, url)
                assert SECRET not in answer, (verb, url)
            assert SECRET not in raw_path(server, "PUT", url, b"planted")
    for answer in (
        server.get(PROXY, path=path),
        server.get("artifacts/list", run_id=run_id, path=path),
        server.get("/get-artifact", run_id=run_id, path=path),
        server.get(f"/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files", artifact_file_path=path),
        server.get(f"logged-models/{model_id}/artifacts/directories", artifact_directory_path=path),
        server.raw("POST", f"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run_id}&path={escaped}", b"planted"),
    ):
        assert answer.status < 500
        assert SECRET not in answer.data
        assert b'secret.txt","is_dir' not in answer.data
    assert (server.artifacts.parent / "secret.txt").read_bytes() == SECRET
    assert sorted(file.name for file in server.artifacts.parent.iterdir() if file != server.artifacts) == ["secret.txt"]
    assert set(before) <= set(server.artifacts.rglob("*"))


def raw_path(server: Caller, verb: str, path: str, body: bytes = b"") -> bytes:
    """Send a path as it stands, without a client's normalisation."""
    import http.client

    connection = http.client.HTTPConnection(server.base.removeprefix("http://"))
    connection.putrequest(verb, path, skip_accept_encoding=True)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    assert answer.status < 500 or answer.status == 501, (verb, path, data)
    return data


def test_a_link_out_of_the_root_is_not_followed(server: Caller, run_id: str) -> None:
    (server.artifacts / "0" / run_id / "artifacts" / "link.txt").symlink_to(server.artifacts.parent / "secret.txt")
    answer = server.get("/get-artifact", run_id=run_id, path="link.txt")
    assert answer.status == 400
    assert SECRET not in answer.data


def test_uploads_from_browsers(server: Caller, run_id: str) -> None:
    path = f"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run_id}&path=up/x.txt"
    done = server.raw("POST", path, b"hello")
    assert (done.status, done.data) == (200, b"")
    assert server.get("/get-artifact", run_id=run_id, path="up/x.txt").data == b"hello"
    assert server.raw("POST", path, b"").status == 400
    assert server.raw("POST", path, b"x" * (10 * 1024 * 1024 + 1)).status == 400
    assert server.get("/get-artifact", run_id=run_id, path="up/x.txt").data == b"hello"
    assert server.raw("POST", "/ajax-api/2.0/mlflow/upload-artifact?path=x", b"hello").status == 400
    assert server.raw("POST", f"/api/2.0/mlflow/upload-artifact?run_uuid={run_id}&path=x", b"hello").status == 404


def test_multipart_and_presigned_calls_tell_clients_to_fall_back(server: Caller) -> None:
    upload = "Multipart upload is not supported for the current artifact repository"
    for step in ("create", "complete", "abort"):
        answer = server.post(f"/api/2.0/mlflow-artifacts/mpu/{step}/a/b", {"path": "x", "num_parts": 2})
        assert (answer.status, answer.code, answer.message) == (501, "NOT_IMPLEMENTED", upload)
    presigned = server.get("/api/2.0/mlflow-artifacts/presigned/a/b")
    assert (presigned.status, presigned.code) == (501, "NOT_IMPLEMENTED")


def test_a_directory_path_cannot_be_written(server: Caller) -> None:
    assert server.raw("PUT", f"{PROXY}/x/", b"data").status == 400
    server.raw("PUT", f"{PROXY}/x/y", b"data")
    assert server.raw("PUT", f"{PROXY}/x", b"data").status == 400
    assert server.raw("GET", f"{PROXY}/x").status == 400


def test_files_of_models(server: Caller) -> None:
    model = server.ok("logged-models", {"experiment_id": "0"})["model"]["info"]
    root = model["artifact_uri"].removeprefix("mlflow-artifacts:/")
    server.raw("PUT", f"{PROXY}/{root}/MLmodel", b"flavors: {}")
    listed = server.get(f"logged-models/{model['model_id']}/artifacts/directories").json
    assert listed == {"root_uri": model["artifact_uri"], "files": [{"path": "MLmodel", "is_dir": False, "file_size": 11}]}
    file = f"/ajax-api/2.0/mlflow/logged-models/{model['model_id']}/artifacts/files"
    assert server.get(file, artifact_file_path="MLmodel").data == b"flavors: {}"
    assert server.get(file).status == 400
    server.ok("registered-models/create", {"name": "files"})
    server.ok("model-versions/create", {"name": "files", "source": f"models:/{model['model_id']}", "model_id": model["model_id"]})
    answer = server.get("/model-versions/get-artifact", name="files", version=1, path="MLmodel")
    assert (answer.data, answer.headers["content-type"]) == (b"flavors: {}", "text/plain")
    assert server.get("/model-versions/get-artifact", name="files", version=1, path="nope").status == 404
    assert server.get("/model-versions/get-artifact", name="files", version=1).status == 400


def test_no_other_folder_of_the_machine_is_served(server: Caller, tmp_path: Path) -> None:
    experiment_id = server.ok("experiments/create", {"name": "elsewhere", "artifact_location": str(tmp_path)})["experiment_id"]
    run_id = server.new_run(experiment_id=experiment_id)
    (tmp_path / run_id / "artifacts").mkdir(parents=True)
    (tmp_path / run_id / "artifacts" / "x.txt").write_bytes(SECRET)
    for answer in (
        server.get("/get-artifact", run_id=run_id, path="x.txt"),
        server.get("artifacts/list", run_id=run_id),
        server.raw("POST", f"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run_id}&path=y.txt", b"planted"),
    ):
        assert (answer.status, answer.code) == (403, "PERMISSION_DENIED")
    assert not (tmp_path / run_id / "artifacts" / "y.txt").exists()


def test_folders_named_by_settings_are_served(serve: Callable[..., AbstractContextManager[Caller]], tmp_path: Path) -> None:
    with serve(default_artifact_root=str(tmp_path)) as server:
        run_id = server.new_run()
        (tmp_path / "0" / run_id / "artifacts").mkdir(parents=True)
        (tmp_path / "0" / run_id / "artifacts" / "x.txt").write_bytes(b"x")
        assert server.get("/get-artifact", run_id=run_id, path="x.txt").data == b"x"


def test_relative_roots_are_of_the_servers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ServerSettings(default_artifact_root="./kept/").artifact_root == str(tmp_path / "kept")
    assert ServerSettings(serve_artifacts=False).artifact_root == str(tmp_path / "artifacts")
    assert ServerSettings(default_artifact_root="s3://bucket/a/").artifact_root == "s3://bucket/a"
    assert ServerSettings().artifact_root == "mlflow-artifacts:"


def test_without_the_proxy_its_routes_are_off(serve: Callable[..., AbstractContextManager[Caller]]) -> None:
    with serve(serve_artifacts=False) as server:
        for verb, path in (("GET", PROXY), ("GET", f"{PROXY}/x"), ("PUT", f"{PROXY}/x"), ("DELETE", f"{PROXY}/x")):
            assert server.raw(verb, path).status == 503
        run = server.ok("runs/create", {"experiment_id": "0"})["run"]["info"]
        assert run["artifact_uri"].startswith(str(server.artifacts))


def test_a_static_prefix_is_before_everything(serve: Callable[..., AbstractContextManager[Caller]]) -> None:
    with serve(static_prefix="/wind") as server:
        assert server.get("/wind/health").data == b"OK"
        assert server.get("/wind/api/2.0/mlflow/experiments/get", experiment_id="0").status == 200
        assert server.raw("PUT", f"/wind{PROXY}/x", b"1").status == 200
        assert server.get("/health").status == 404
        assert server.get("/wind/").status == 200
