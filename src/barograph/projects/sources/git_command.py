"""The git command, run so that no URL becomes an option, no helper program is started, and no credentials are shown.

User names and passwords of a URL are handed to git by its environment: other users of the machine do not see them, as they would among the
arguments, and they do not stay in the configuration of a clone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import msgspec

from barograph.client.git import without_credentials
from barograph.errors import ExecutionFailed, InvalidValue, Unavailable, shown

SCHEMES = ("https", "http", "ssh", "git", "file")
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_SCP = re.compile(r"(?:(?P<user>[A-Za-z0-9_.\-]+)@)?(?P<host>[A-Za-z0-9_.\-]+):(?P<path>(?!//)\S.*)")
_SAID_AT_MOST = 2_000


class Remote(msgspec.Struct, frozen=True, kw_only=True):
    """A repository to fetch from. `url` has no credentials. `secret_url` is its server's address with them, `secrets` are their texts."""

    url: str
    secret_url: str | None = None
    secrets: tuple[str, ...] = ()


def remote_of(uri: str) -> Remote:
    """The repository that a URI names: `https:`, `http:`, `ssh:`, `git:`, `file:`, `user@host:path`, or an absolute path.

    Other transports, such as `ext::`, and what git or ssh could take for an option raise `InvalidValue`.
    """
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in uri):
        raise InvalidValue(f"Project URI {shown(_hidden(uri))} holds control characters. Remove them.")
    if uri.startswith("/"):
        return Remote(url=uri)
    scp = _SCP.fullmatch(uri)
    if scp and "::" not in uri:
        if scp["host"].startswith("-") or (scp["user"] or "").startswith("-") or scp["path"].startswith("-"):
            raise _refused(uri, "a part of it begins with a dash.")
        return Remote(url=uri)
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(uri, "host or port cannot be read.") from None
    scheme = parts.scheme.lower().removeprefix("git+")
    if scheme not in SCHEMES or not uri[len(parts.scheme) :].startswith("://"):
        raise _refused(uri, "it is neither a path that is there, nor a zip file, nor a git repository that can be fetched.")
    if host.startswith("-") or (parts.username or "").startswith("-") or parts.path.startswith("-"):
        raise _refused(uri, "a part of it begins with a dash.")
    if scheme != "file" and not host:
        raise _refused(uri, "it names no host.")
    plain = urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))
    url = without_credentials(plain)
    if scheme == "file" or (not parts.password and scheme not in ("http", "https")) or not parts.username:
        return Remote(url=url)
    userinfo = quote(unquote(parts.username), safe="") + (f":{quote(unquote(parts.password), safe='')}" if parts.password else "")
    authority = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    secrets = {userinfo, parts.password or parts.username, unquote(parts.password or parts.username)}
    return Remote(url=url, secret_url=f"{scheme}://{userinfo}@{authority}/", secrets=tuple(sorted(secrets - {""}, key=len, reverse=True)))


def git(remote: Remote | None, *arguments: str, directory: Path | None = None) -> str:
    """What git prints. Raises `ExecutionFailed` with the end of what it said, `Unavailable` if there is no git."""
    return git_bytes(remote, *arguments, directory=directory).decode("utf-8", "surrogateescape")


def git_bytes(
    remote: Remote | None,
    *arguments: str,
    directory: Path | None = None,
    variables: Mapping[str, str] | None = None,
    given: bytes | None = None,
) -> bytes:
    """What git prints, as bytes. `variables` are added to its environment, and `given` is what it reads."""
    is_asked = sys.stdin is not None and sys.stdin.isatty()
    try:
        done = subprocess.run(  # noqa: S603  # a list; what comes from outside stands behind `--` or was checked
            ["git", *arguments],  # noqa: S607  # git is found as the user's own shell finds it
            cwd=directory,
            env=_environment(remote) | dict(variables or {}),
            input=given if given is not None or is_asked else b"",
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise Unavailable("git is not installed, but this project has to be fetched with it. Install git.") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[-_SAID_AT_MOST:]
        where = f" of {remote.url}" if remote else ""
        command = next((word for word in arguments if word[:1] != "-" and "=" not in word), "")
        raise ExecutionFailed(f"git {command}{where} failed: {without_secrets(said, remote)}")
    printed: bytes = done.stdout
    return printed


def without_secrets(text: str, remote: Remote | None) -> str:
    """A text with what lets people in replaced by stars."""
    for secret in remote.secrets if remote else ():
        text = text.replace(secret, "***")
    return text


def _environment(remote: Remote | None) -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    # Submodules of a repository from elsewhere may not name repositories of this machine.
    is_here = remote is None or remote.url.startswith(("/", "file:"))
    variables["GIT_ALLOW_PROTOCOL"] = ":".join(scheme for scheme in SCHEMES if is_here or scheme != "file")
    variables["LC_ALL"] = "C.UTF-8"
    if sys.stdin is None or not sys.stdin.isatty():
        variables["GIT_TERMINAL_PROMPT"] = "0"
        variables.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    if remote and remote.secret_url:
        count = int(variables.get("GIT_CONFIG_COUNT") or 0)
        server = "/".join(remote.url.split("/")[:3]) + "/"
        variables |= {
            "GIT_CONFIG_COUNT": str(count + 1),
            f"GIT_CONFIG_KEY_{count}": f"url.{remote.secret_url}.insteadOf",
            f"GIT_CONFIG_VALUE_{count}": server,
        }
    return variables


def _hidden(uri: str) -> str:
    return re.sub(r"(?<=://)[^/?#]*@", "***@", uri)


def _refused(uri: str, problem: str) -> InvalidValue:
    return InvalidValue(
        f"Project URI {shown(_hidden(uri))} cannot be used: {problem} Give a folder, a zip file, or a repository such as"
        " https://host/repository, ssh://user@host/repository or file:///repository.git."
    )
