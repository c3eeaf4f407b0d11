import os
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
import urllib3

from barograph import outbound
from barograph.errors import (
    BarographError,
    EndpointNotFound,
    InvalidValue,
    NotFound,
    Unauthenticated,
    Unavailable,
)
from barograph.outbound import OutboundClient
from barograph.version import __version__
from scripted_http import Asked, Handler, scripted_http

Script = Callable[[Handler, Asked], None]


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("BAROGRAPH_", "MLFLOW_")) or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_BACKOFF_FACTOR", "0")
    monkeypatch.setenv("HOME", str(tmp_path))
    outbound._forget_connections()


def say(body: bytes = b"{}", status: int = 200, **headers: str) -> Script:
    return lambda handler, asked: handler.answer(status, body, **headers)


def fail_first(times: int, fail: Script) -> Script:
    left = [times]

    def script(handler: Handler, asked: Asked) -> None:
        if left[0]:
            left[0] -= 1
            fail(handler, asked)
        else:
            handler.answer()

    return script


def hang_up(handler: Handler, asked: Asked) -> None:
    handler.close_connection = True


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_request_carries_query_body_and_user_agent() -> None:
    with scripted_http(say(b'{"a": 1}')) as (url, asked):
        client = OutboundClient(f"{url}/prefix/")
        answer = client.request("POST", "/x", query={"a": "b c", "n": 3, "yes": True, "none": None, "many": ("1", "2")}, body=b"hello")
    assert answer.data == b'{"a": 1}'
    assert asked[0].path == "/prefix/x?a=b+c&n=3&yes=true&many=1&many=2"
    assert asked[0].body == b"hello"
    assert asked[0].headers["user-agent"] == f"barograph-python/{__version__}"
    assert "authorization" not in asked[0].headers


def test_connections_are_kept_between_clients() -> None:
    ports = set()
    with scripted_http(lambda handler, asked: (ports.add(handler.client_address[1]), handler.answer())[1]) as (url, _):
        for _ in range(3):
            OutboundClient(url).request("GET", "/")
    assert len(ports) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    with scripted_http(fail_first(3, say(b"later", status))) as (url, asked):
        OutboundClient(url).request("POST", "/", body=b"x")
    assert [one.body for one in asked] == [b"x"] * 4


def test_a_broken_connection_is_tried_again() -> None:
    with scripted_http(fail_first(2, hang_up)) as (url, asked):
        OutboundClient(url).request("POST", "/")
    assert len(asked) == 3


@pytest.mark.parametrize("fail", [hang_up, say(b"later", 503), say(b"later", 503, **{"Retry-After": "60"})])
def test_without_patience_it_is_tried_once(fail: Script) -> None:
    with scripted_http(fail_first(1, fail)) as (url, asked):
        with pytest.raises(Unavailable):
            OutboundClient(url).request("POST", "/", patient=False)
        OutboundClient(url).request("POST", "/", patient=False)
    assert len(asked) == 2


def test_retries_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    with scripted_http(say(b"down for repair", 503)) as (url, asked), pytest.raises(Unavailable, match="down for repair"):
        OutboundClient(url).request("GET", "/")
    assert len(asked) == 3


def test_retry_after_is_respected() -> None:
    with scripted_http(fail_first(1, say(b"", 429, Retry_After="0"))) as (url, asked):
        OutboundClient(url).request("GET", "/")
    assert len(asked) == 2


@pytest.mark.parametrize(("fail", "times"), [(hang_up, 1), (say(b"", 500), 1), (say(b"", 502), 1)])
def test_what_may_have_been_done_is_not_repeated_if_that_would_do_it_twice(fail: Script, times: int) -> None:
    with scripted_http(fail_first(1, fail)) as (url, asked), pytest.raises(BarographError):
        OutboundClient(url).request("POST", "/", repeatable=False)
    assert len(asked) == times


@pytest.mark.parametrize("status", [429, 503])
def test_what_was_refused_at_the_door_is_tried_again_even_so(status: int) -> None:
    with scripted_http(fail_first(1, say(b"", status))) as (url, asked):
        OutboundClient(url).request("POST", "/", repeatable=False)
    assert len(asked) == 2


def test_a_body_of_chunks_is_sent_again_only_if_it_can_be_read_again() -> None:
    with scripted_http(fail_first(1, say(b"", 500))) as (url, asked):
        OutboundClient(url).request("PUT", "/", body=[b"ab", b"c"])
    assert [one.body for one in asked] == [b"abc", b"abc"]
    with scripted_http(fail_first(1, say(b"", 500))) as (url, asked), pytest.raises(BarographError):
        OutboundClient(url).request("PUT", "/", body=iter([b"ab", b"c"]))
    assert [one.body for one in asked] == [b"abc"]


def test_a_server_that_is_not_there_is_named_with_a_remedy() -> None:
    url = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(Unavailable, match="nothing answers there") as refused:
        OutboundClient(url).request("GET", "/")
    assert url in str(refused.value)
    assert "barograph server" in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b'{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "No run"}', NotFound),
        (404, b"<html>not here</html>", EndpointNotFound),
        (400, b'{"error_code": "INVALID_PARAMETER_VALUE", "message": "Bad"}', InvalidValue),
        (401, b"who?", Unauthenticated),
    ],
)
def test_an_error_answer_is_the_error_it_means(status: int, body: bytes, kind: type[BarographError]) -> None:
    with scripted_http(say(body, status)) as (url, asked), pytest.raises(kind):
        OutboundClient(url).request("GET", "/")
    assert len(asked) == 1


def test_accepted_statuses_are_answers() -> None:
    with scripted_http(say(b"", 416)) as (url, _):
        assert OutboundClient(url).request("GET", "/", accepted=(416,)).status == 416


def test_redirects_are_not_followed() -> None:
    with scripted_http(say(b"{}")) as (other, asked_other), scripted_http(say(b"", 302, Location=f"{other}/y")) as (url, _):
        with pytest.raises(BarographError, match=other):
            OutboundClient(url).request("GET", "/x")
        assert asked_other == []


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def authorization(url: str, asked: list[Asked], **options: bool) -> str | None:
    OutboundClient(url, **options).request("GET", "/")
    return asked[-1].headers.get("authorization")


def test_credentials_come_from_url_settings_or_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with scripted_http(say()) as (url, asked):
        monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "t0ken")
        assert authorization(url, asked) == "Bearer t0ken"
        (tmp_path / ".mlflow").mkdir()
        (tmp_path / ".mlflow" / "credentials").write_text(
            "[mlflow]\nmlflow_tracking_username = filed\nmlflow_tracking_password = 100%é\n", "utf-8"
        )
        assert authorization(url, asked) == basic("filed", "100%é")
        monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "someone")
        assert authorization(url, asked) == basic("someone", "100%é")
        monkeypatch.setenv("BAROGRAPH_TRACKING_PASSWORD", "pass")
        assert authorization(url, asked) == basic("someone", "pass")
        assert authorization(url.replace("//", "//me:p%40ss@"), asked) == basic("me", "p@ss")
        assert authorization(url, asked, authenticated=False) is None


def test_credentials_are_in_no_message(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    client = OutboundClient(f"http://me:s3cret@127.0.0.1:{unused_port()}")
    with pytest.raises(Unavailable) as refused:
        client.request("GET", "/")
    with scripted_http(say(b"no", 500)) as (url, _), pytest.raises(BarographError) as failed:
        OutboundClient(url.replace("//", "//me:s3cret@")).request("GET", "/", repeatable=False)
    with pytest.raises(InvalidValue) as invalid:
        OutboundClient("ftp://me:s3cret@host")
    everything = caplog.text + str(refused.value) + str(failed.value) + str(invalid.value) + client.base_url
    assert "s3cret" not in everything
    assert b64encode(b"me:s3cret").decode() not in everything


@pytest.mark.parametrize("url", ["", "localhost:5000", "http://", "http://host:port", "sqlite:///x"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InvalidValue, match="http://localhost:5000"):
        OutboundClient(url)


@pytest.mark.parametrize(
    ("name", "value"),
    [("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "11"), ("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "121"), ("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")],
)
def test_settings_out_of_range_are_refused_on_the_first_request(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.delenv("BAROGRAPH_HTTP_REQUEST_BACKOFF_FACTOR")
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidValue, match="HTTP_REQUEST"):
        OutboundClient("http://127.0.0.1:9").request("GET", "/")


def test_insecure_tls_and_a_ca_bundle_contradict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_INSECURE_TLS", "true")
    monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", "/ca.pem")
    with pytest.raises(InvalidValue, match="contradict"):
        OutboundClient("https://127.0.0.1:9").request("GET", "/")


def test_a_forked_child_opens_connections_of_its_own() -> None:
    ports = []
    with scripted_http(lambda handler, asked: (ports.append(handler.client_address[1]), handler.answer())[1]) as (url, _):
        client = OutboundClient(url)
        client.request("GET", "/")
        child = os.fork()
        if child == 0:
            try:
                client.request("GET", "/")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        client.request("GET", "/")
    assert ports[0] == ports[2] != ports[1]


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def tls_server(authority: trustme.CA) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with scripted_http(say(b"{}"), context) as (url, _):
        yield url


def test_a_certificate_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: trustme.CA) -> None:
    with tls_server(authority) as url:
        with pytest.raises(Unavailable, match="TRACKING_SERVER_CERT_PATH"):
            OutboundClient(url).request("GET", "/")
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", str(tmp_path / "ca.pem"))
        assert OutboundClient(url).request("GET", "/").status == 200


def test_checking_certificates_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, authority: trustme.CA) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_INSECURE_TLS", "true")
    with tls_server(authority) as url, pytest.warns(urllib3.exceptions.InsecureRequestWarning):
        assert OutboundClient(url).request("GET", "/").status == 200


def test_a_forward_proxy_of_the_environment_is_used_except_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_http(say(b"proxied")) as (proxy, through), scripted_http(say(b"direct")) as (url, _):
        monkeypatch.setenv("http_proxy", proxy)
        assert OutboundClient("http://127.0.0.2:1/x").request("GET", "/y").data == b"proxied"
        assert OutboundClient(url).request("GET", "/").data == b"direct"
        monkeypatch.setenv("no_proxy", "127.0.0.2")
        with pytest.raises(Unavailable, match="nothing answers"):
            OutboundClient("http://127.0.0.2:1").request("GET", "/")
    assert [one.path for one in through] == ["http://127.0.0.2:1/x/y"]
