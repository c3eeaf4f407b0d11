"""Every environment variable that Barograph reads, once: name, type, default, meaning.

A setting is read when it is asked for, so tests and notebooks may change the environment. `MLFLOW_*` names are honoured as aliases; the
`BAROGRAPH_*` name wins. A value of the wrong type raises `InvalidValue` naming variable, value and what is expected.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from barograph.errors import InvalidValue, shown

T = TypeVar("T")
_SETTINGS: dict[str, Setting[object]] = {}


def _boolean(text: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    return known[text.strip().lower()]


_EXPECTED: dict[Callable[[str], object], str] = {str: "text", int: "a whole number", float: "a number", _boolean: "true, false, 1 or 0"}


class Setting(Generic[T]):
    """One environment variable with its aliases, in order of precedence."""

    def __init__(self, names: tuple[str, ...], parse: Callable[[str], T], default: T, meaning: str) -> None:
        self.names = names
        self.parse = parse
        self.default = default
        self.meaning = meaning
        _SETTINGS[names[0]] = self  # type: ignore[assignment]  # a registry of settings of every type

    @property
    def name(self) -> str:
        """The variable's first name."""
        return self.names[0]

    def is_set(self) -> bool:
        """Whether any of the names is in the environment with a value that is not empty."""
        return any(os.environ.get(name) for name in self.names)

    def get(self) -> T:
        """The value in the environment, or the default."""
        for name in self.names:
            text = os.environ.get(name)
            if text:
                try:
                    return self.parse(text)
                except (ValueError, KeyError):
                    expected = _EXPECTED.get(self.parse, "another value")
                    raise InvalidValue(f"Environment variable {name} is {shown(text)}; expected {expected}.") from None
        return self.default

    def set(self, value: T) -> None:
        """Write the value to the environment under every name, so that child processes inherit it."""
        for name in self.names:
            os.environ[name] = str(value)

    def unset(self) -> None:
        """Remove every name from the environment."""
        for name in self.names:
            os.environ.pop(name, None)


def all_settings() -> Iterator[Setting[object]]:
    """Every setting, by name."""
    return iter([_SETTINGS[name] for name in sorted(_SETTINGS)])


def _setting(name: str, parse: Callable[[str], T], default: T, meaning: str, *, alias: bool = True) -> Setting[T]:
    names = (f"BAROGRAPH_{name}", f"MLFLOW_{name}") if alias else (f"BAROGRAPH_{name}",)
    return Setting(names, parse, default, meaning)


TRACKING_URI = _setting("TRACKING_URI", str, "", "Where runs are kept: sqlite:///FILE, postgresql://… or http(s)://…")
REGISTRY_URI = _setting("REGISTRY_URI", str, "", "Where registered models are kept; the tracking URI unless set.")
EXPERIMENT_NAME = _setting("EXPERIMENT_NAME", str, "", "Experiment of new runs, by name; created if missing.")
EXPERIMENT_ID = _setting("EXPERIMENT_ID", str, "", "Experiment of new runs, by id.")
RUN_ID = _setting("RUN_ID", str, "", "Run that the first start_run resumes; unset once used.")
SHARED_RUN = _setting("SHARED_RUN", str, "", "Id, such as that of a job, under which all processes share one run.", alias=False)
OPEN_RUN = _setting(
    "OPEN_RUN",
    str,
    "end",
    "In a notebook, what start_run does with an open run of an earlier cell: end it, resume it, or raise an error.",
    alias=False,
)
LIVE_DISPLAYS = _setting(
    "LIVE_DISPLAYS", _boolean, True, "In a notebook, keep what it shows of runs up to date while they go on.", alias=False
)
NOTEBOOK_PROXY = _setting(
    "NOTEBOOK_PROXY",
    str,
    "",
    "In a notebook, address at which browsers reach a port of the kernel's machine, {port} standing for it; found out unless set.",
    alias=False,
)
HEARTBEAT_S = _setting("HEARTBEAT_S", float, 30.0, "Seconds between signs of life of open runs; 0 sends none.", alias=False)
ENABLE_SYSTEM_METRICS_LOGGING = _setting("ENABLE_SYSTEM_METRICS_LOGGING", _boolean, False, "Record system metrics of every run.")
SYSTEM_METRICS_SAMPLING_INTERVAL = _setting("SYSTEM_METRICS_SAMPLING_INTERVAL", float, 10.0, "Seconds between samples of system metrics.")
SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING = _setting(
    "SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING", int, 1, "Samples of system metrics that one logged mean is of."
)
SYSTEM_METRICS_NODE_ID = _setting("SYSTEM_METRICS_NODE_ID", str, "", "Label of this machine in the names of system metrics.")
RUN_CONTEXT = _setting("RUN_CONTEXT", str, "", "JSON object of tags for every new run.")
ACTIVE_MODEL_ID = _setting("ACTIVE_MODEL_ID", str, "", "Logged model that metrics are about unless they name one.")
ENABLE_ASYNC_LOGGING = _setting("ENABLE_ASYNC_LOGGING", _boolean, False, "Log without waiting unless a call asks to wait.")
TRACKING_USERNAME = _setting("TRACKING_USERNAME", str, "", "User name for the server, also recorded as the run's user.")
TRACKING_PASSWORD = _setting("TRACKING_PASSWORD", str, "", "Password for the server.")
TRACKING_TOKEN = _setting("TRACKING_TOKEN", str, "", "Bearer token for the server; used without a complete user name and password.")
TRACKING_INSECURE_TLS = _setting("TRACKING_INSECURE_TLS", _boolean, False, "Do not verify the server's certificate.")
TRACKING_SERVER_CERT_PATH = _setting("TRACKING_SERVER_CERT_PATH", str, "", "CA bundle that signs the server's certificate.")
TRACKING_CLIENT_CERT_PATH = _setting("TRACKING_CLIENT_CERT_PATH", str, "", "Client certificate and key, one PEM file.")
HTTP_MAX_RETRIES = _setting("HTTP_REQUEST_MAX_RETRIES", int, 7, "Retries of a request that failed for a passing reason.")
HTTP_BACKOFF_FACTOR = _setting("HTTP_REQUEST_BACKOFF_FACTOR", float, 2.0, "Seconds that the wait between retries grows from.")
HTTP_TIMEOUT_S = _setting("HTTP_REQUEST_TIMEOUT", float, 120.0, "Seconds before a request without an answer fails.")
S3_ENDPOINT_URL = _setting("S3_ENDPOINT_URL", str, "", "URL of a store that speaks S3, if it is not Amazon's.")
S3_IGNORE_TLS = _setting("S3_IGNORE_TLS", _boolean, False, "Do not verify the certificate of the store that speaks S3.")
TRUNCATE_LONG_VALUES = _setting("TRUNCATE_LONG_VALUES", _boolean, True, "Cut over-long param and tag values instead of refusing them.")
ALLOW_PICKLE = _setting(
    "ALLOW_PICKLE_DESERIALIZATION",
    _boolean,
    False,
    "Load pickled models from anywhere; else only those saved by this user on this machine.",
)
USER_DATA_DIR = _setting(
    "USER_DATA_DIR",
    str,
    "",
    "Directory of what Barograph remembers for this user; barograph below the XDG data directory unless set.",
    alias=False,
)
ENV_ROOT = _setting(
    "ENV_ROOT",
    str,
    "",
    "Directory of the environments that projects run in; barograph/environments below the XDG cache directory unless set.",
)
ENV_PATH = _setting("ENV_PATH", str, "", "Folder of an environment that projects run in as it is.", alias=False)
CONDA_HOME = _setting("CONDA_HOME", str, "", "Directory whose bin has conda, mamba or micromamba; the PATH is searched unless set.")
CONDA_CREATE_ENV_CMD = _setting("CONDA_CREATE_ENV_CMD", str, "", "Program that makes conda environments: conda, mamba or micromamba.")
JOURNAL = _setting(
    "JOURNAL", _boolean, True, "Write what is logged to a server into a journal first and send it while training goes on.", alias=False
)
JOURNAL_DIR = _setting("JOURNAL_DIR", str, "", "Directory of journals; journals below the user's directory unless set.", alias=False)
OFFLINE = _setting("OFFLINE", _boolean, False, "Never ask a tracking server; keep everything for `barograph sync`.", alias=False)
FLUSH_TIMEOUT_S = _setting(
    "FLUSH_TIMEOUT", float, 30.0, "Seconds that the end of a run, or a read, waits for the journal to be sent.", alias=False
)
KUBE_TRACKING_URI: Setting[str] = Setting(
    ("BAROGRAPH_KUBE_TRACKING_URI", "KUBE_MLFLOW_TRACKING_URI"),
    str,
    "",
    "Address of the tracking server as jobs of a Kubernetes cluster see it; the tracking URI unless set.",
)
QUIET = _setting("SUPPRESS_PRINTING_URL_TO_STDOUT", _boolean, False, "Do not print the run's link when it ends.")
ENV_MANAGER = _setting(
    "ENV_MANAGER",
    str,
    "",
    "What makes the environments of projects, unless a call says so; steps that a project starts inherit it.",
    alias=False,
)
PROJECT_CODE_MB = _setting(
    "PROJECT_CODE_MB",
    float,
    20.0,
    "Megabytes of uncommitted changes, or of a folder that is no git repository, that a project's run keeps; 0 keeps none.",
    alias=False,
)
BACKEND_STORE_URI = _setting("BACKEND_STORE_URI", str, "sqlite:///barograph.db", "Server: where it keeps its data.")
ARTIFACTS_DESTINATION = _setting("ARTIFACTS_DESTINATION", str, "./artifacts", "Server: where it keeps the artifacts that it proxies.")
DEFAULT_ARTIFACT_ROOT = _setting("DEFAULT_ARTIFACT_ROOT", str, "", "Server: artifact root of new experiments; proxied unless set.")
AUTO_UPGRADE = _setting(
    "AUTO_UPGRADE", _boolean, True, "Upgrade a database of an older release when it is opened; else refuse it.", alias=False
)
HOST = _setting("HOST", str, "127.0.0.1", "Server: address to listen on.")
PORT = _setting("PORT", int, 5000, "Server: port to listen on.")
WORKERS = _setting("WORKERS", int, 1, "Server: number of processes.")


def user_directory() -> Path:
    """Where this user's memory is kept; not made here."""
    chosen = USER_DATA_DIR.get()
    if chosen:
        return Path(chosen).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "share"
    return Path(base) / "barograph"


def environments_directory() -> Path:
    """Where the environments of projects are kept; not made here."""
    chosen = ENV_ROOT.get()
    if chosen:
        return Path(chosen).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base).absolute() / "barograph" / "environments"
