"""`ui()` outside and inside notebooks."""

from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import nbformat
import pytest
from nbclient import NotebookClient

import barograph
from barograph.client.local_server import LocalServer, command
from barograph.client.ui import frame, framed_address
from barograph.exceptions import MlflowException

CELLS = [
    "import barograph",
    (
        "with barograph.start_run(run_name='<b>bold</b>', tags={'k': 'v'}) as run:\n    barograph.log_metrics({'m': 1}, step=0)\n"
        "    barograph.log_metric('m', 2, step=1)\n    barograph.log_param('p', '<script>alert(1)</script>')\nrun"
    ),
    "barograph.ui(height=300)",
    "run",
]


def opened(url: str) -> bytes:
    with build_opener(ProxyHandler({})).open(url, timeout=20) as answer:
        body: bytes = answer.read()
    return body


def test_a_file_gets_a_server_once(sqlite_uri: str, capsys: pytest.CaptureFixture[str]) -> None:
    with barograph.start_run() as run:
        barograph.log_text("kept", "note.txt")
    address = barograph.ui()
    assert address is not None
    assert capsys.readouterr().out == f"{address}\n"
    assert address.startswith("http://127.0.0.1:")
    assert barograph.ui() == address
    assert run.info.run_id.encode() in opened(f"{address}/api/2.0/mlflow/runs/get?run_id={run.info.run_id}")
    assert opened(f"{address}/get-artifact?run_id={run.info.run_id}&path=note.txt") == b"kept"
    card = run._repr_html_()
    assert f"{address}/#/experiments/0/runs/{run.info.run_id}" in card
    from barograph.client.links import announce
    from barograph.client.ui import _servers

    _servers.pop(sqlite_uri).stop()
    announce(sqlite_uri, "")


def test_a_server_shows_itself(clean_session: None, server_url: str) -> None:
    barograph.set_tracking_uri(server_url)
    assert barograph.ui() == server_url


def test_what_has_no_file_has_no_server(clean_session: None) -> None:
    barograph.set_tracking_uri("sqlite:///:memory:")
    with pytest.raises(MlflowException, match="cannot be started"):
        barograph.ui()


def test_a_server_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database" * 1000)
    with pytest.raises(MlflowException, match="did not start"):
        LocalServer(f"sqlite:///{tmp_path / 'broken.db'}", behind_proxy=False)


def test_only_behind_a_proxy_may_anyone_frame(tmp_path: Path) -> None:
    assert "NONE" not in command("sqlite:///a.db", tmp_path, behind_proxy=False)
    assert "NONE" in command("sqlite:///a.db", tmp_path, behind_proxy=True)


def test_hubs_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
    assert framed_address("http://127.0.0.1:4321", 4321) == "/user/ada/proxy/4321/"
    assert framed_address("https://barograph.example.org", None) == "https://barograph.example.org"
    assert "&quot;" in frame('http://x/"onload="', "100%", 300)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("BAROGRAPH_NOTEBOOK_PROXY", "/lab/proxy/{port}", "/lab/proxy/4321/"),
        ("VSCODE_PROXY_URI", "https://code.example.org/proxy/{{port}}/", "https://code.example.org/proxy/4321/"),
        ("VSCODE_PROXY_URI", "./proxy/{{port}}", "http://127.0.0.1:4321"),
        ("VSCODE_PID", "1", "http://127.0.0.1:4321"),
        ("JPY_PARENT_PID", "1", "http://127.0.0.1:4321"),
    ],
)
def test_what_notebook_services_tell_is_used(variable: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    assert framed_address("http://127.0.0.1:4321", 4321) == expected


def test_a_proxy_without_a_port_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_NOTEBOOK_PROXY", "/lab/proxy/")
    with pytest.raises(MlflowException, match=r"\{port\}"):
        framed_address("http://127.0.0.1:4321", 4321)


def test_pages_can_be_named(clean_session: None, server_url: str) -> None:
    barograph.set_tracking_uri(server_url)
    experiment = barograph.set_experiment("pages")
    with barograph.start_run() as run:
        pass
    experiment_page = f"{server_url}/#/experiments/{experiment.experiment_id}"
    assert barograph.ui(page=experiment) == experiment_page
    assert barograph.ui(page=run) == f"{experiment_page}/runs/{run.info.run_id}"
    assert barograph.ui(page=barograph.compare([run])) == f"{server_url}/#/compare?runs={run.info.run_id}"
    assert barograph.ui(page="/models") == barograph.ui(page="#/models") == f"{server_url}/#/models"
    with pytest.raises(MlflowException, match="page is 3"):
        barograph.ui(page=3)  # type: ignore[arg-type]  # what callers must not give


def test_a_notebook_shows_cards_and_the_ui(sqlite_uri: str, tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [[output.get("data", {}).get("text/html", "") for output in cell.outputs] for cell in notebook.cells]
    (card,) = shown[1]
    assert "&lt;b&gt;bold&lt;/b&gt;" in card
    assert "<script>" not in card
    assert "<polyline" in card
    assert "finished" in card
    assert "<a " not in card
    (frame_shown,) = shown[2]
    assert '<iframe src="http://127.0.0.1:' in frame_shown
    assert 'height="300"' in frame_shown
    assert "/#/experiments/0/runs/" in shown[3][0]
    (run,) = barograph.search_runs(output_format="list")
    assert run.data.tags["mlflow.source.type"] == "NOTEBOOK"
