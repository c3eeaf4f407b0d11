"""Calls of `run` that MLflow and Barograph must answer alike, and the differences that are meant."""

from __future__ import annotations

from typing import Any

import msgspec


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """Arguments of `run`; `{root}`, `{repo}` and `{commit}` in texts stand for places. `variables` are set for the call.

    `differs` says which of outcome, status, argv, cwd, params and tags differ, and why.
    """

    uri: str = "plain"
    arguments: dict[str, Any] = {}
    variables: dict[str, str] = {}
    differs: dict[str, str] = {}


_QUOTED = "MLflow records the value with the quotes that it puts around it for the shell; the value itself is recorded here"
_IN_QUOTES = (
    "MLflow puts its own quotes within the template's quotes, so that the program gets them, or several words; here it gets the value"
)
_NO_RUN = dict.fromkeys(
    ("status", "params", "tags"), "what is wrong with the call is found before a run is created; MLflow leaves one that is RUNNING for ever"
)

_NO_RUN_NO_PARAMS = {key: reason for key, reason in _NO_RUN.items() if key != "params"}
_EVERYTHING = ("outcome", "told", "status", "argv", "cwd", "params", "tags")
_IN_PLACE = "the folder stays as it is, and the version is run from a temporary one; MLflow checks it out in the user's folder"
_SOURCE = "the source is named as one finds it from anywhere; MLflow keeps the text of the call, quotes and relative paths included"


def _with(**parameters: Any) -> dict[str, Any]:
    return {"parameters": parameters}


def _at(entry_point: str, **parameters: Any) -> dict[str, Any]:
    return {"entry_point": entry_point} | ({"parameters": parameters} if parameters else {})


SCENARIOS: dict[str, Scenario] = {
    "defaults": Scenario(),
    "parameters": Scenario(arguments=_with(alpha=0.1, name="tern")),
    "a number given": Scenario(arguments=_with(alpha=3)),
    "not validated as a number": Scenario(arguments=_with(alpha="many")),
    "a value with a space": Scenario(arguments=_with(name="two gulls"), differs={"params": _QUOTED}),
    "a value of shell syntax": Scenario(arguments=_with(name="$(touch canary); `id` > x"), differs={"params": _QUOTED}),
    "a value with quotes": Scenario(arguments=_with(name="""it's "so" """), differs={"params": _QUOTED}),
    "a value of several lines": Scenario(arguments=_with(name="a\nb"), differs={"params": _QUOTED}),
    "an empty value": Scenario(arguments=_with(name=""), differs={"params": _QUOTED}),
    "a value with letters of the world": Scenario(arguments=_with(name="möwe 鷗"), differs={"params": _QUOTED}),
    "a value with an equals sign": Scenario(arguments=_with(name="a=b")),
    "a value like an option": Scenario(arguments=_with(name="--alpha")),
    "a value with a star": Scenario(arguments=_with(name="*"), differs={"params": _QUOTED}),
    "a value with a tilde": Scenario(arguments=_with(name="~"), differs={"params": _QUOTED}),
    "an extra parameter": Scenario(arguments=_with(extra="1")),
    "two extra parameters": Scenario(arguments=_with(second="2 x", first="1"), differs={"params": _QUOTED}),
    "an extra parameter that is empty": Scenario(arguments=_with(extra=""), differs={"params": _QUOTED}),
    "an extra parameter with a dash and a dot": Scenario(arguments={"parameters": {"learning-rate.first": "1"}}),
    "an extra parameter with a slash": Scenario(arguments={"parameters": {"a/b": "1"}}),
    "required parameters": Scenario(arguments=_at("required", a="1", b="2")),
    "a required parameter is missing": Scenario(arguments=_at("required", a="1")),
    "defaults of many types": Scenario(arguments=_at("defaults"), differs={"params": _QUOTED}),
    "no parameters": Scenario(arguments=_at("none")),
    "extras without parameters": Scenario(arguments=_at("none", a="1")),
    "literal braces": Scenario(arguments=_at("braces")),
    "within double quotes": Scenario(arguments=_at("doubled", a="plain")),
    "a space within double quotes": Scenario(arguments=_at("doubled", a="two gulls"), differs={"params": _QUOTED, "argv": _IN_QUOTES}),
    "within single quotes": Scenario(arguments=_at("single", a="plain")),
    "a space within single quotes": Scenario(arguments=_at("single", a="two gulls"), differs={"params": _QUOTED, "argv": _IN_QUOTES}),
    "joined in a word": Scenario(arguments=_at("joined", a="p q", b="r"), differs={"params": _QUOTED}),
    "a chain of commands": Scenario(arguments=_at("chained")),
    "in a substitution": Scenario(arguments=_at("substituted", a="/x/y z.txt"), differs={"params": _QUOTED}),
    "a command of several lines": Scenario(arguments=_at("several")),
    "extras behind several lines": Scenario(
        arguments=_at("several", more="1"),
        differs=dict.fromkeys(
            ("argv", "outcome", "told", "status"), "MLflow puts further parameters on a line of their own, for the shell to run"
        ),
    ),
    "a name that is no parameter": Scenario(arguments=_at("unknown"), differs=_NO_RUN),
    "a format for a value": Scenario(
        arguments=_at("formatted"),
        differs=dict.fromkeys(_EVERYTHING, "formats work on quoted text, so they are refused here"),
    ),
    "names with dashes and dots": Scenario(arguments=_at("dotted.name-1", **{"learning-rate": "0.1"})),
    "a path": Scenario(arguments=_at("path", data="data file.csv"), differs={"params": _QUOTED}),
    "an absolute path": Scenario(arguments=_at("path", data="{root}/plain/dump.py")),
    "a path that is not there": Scenario(arguments=_at("path", data="nothing.csv"), differs=_NO_RUN),
    "a uri": Scenario(arguments=_at("uri", data="s3://bucket/key")),
    "a uri that is a path": Scenario(
        arguments=_at("uri", data="plain/dump.py"),
        differs=dict.fromkeys(_EVERYTHING, "MLflow's own documentation promises that paths are taken and made absolute; it refuses them"),
    ),
    "a uri that is neither": Scenario(arguments=_at("uri", data="nothing"), differs=_NO_RUN_NO_PARAMS),
    "a command that fails": Scenario(arguments=_at("failing")),
    "a program that fails": Scenario(variables={"EXIT_WITH": "7"}),
    "a program that ends the run": Scenario(
        variables={"END_RUN_AS": "KILLED"},
        differs=dict.fromkeys(("status",), "what a program says of its run is not taken back because it ends with code 0"),
    ),
    "a program that ends the run well and fails": Scenario(variables={"END_RUN_AS": "FINISHED", "EXIT_WITH": "1"}),
    "an unknown entry point": Scenario(arguments=_at("nothing")),
    "a script beside entry points": Scenario(arguments=_at("dump.py")),
    "a script with parameters": Scenario(uri="scripts", arguments=_at("dump.py", a="1", b="x y"), differs={"params": _QUOTED}),
    "a script with a space": Scenario(uri="scripts", arguments=_at("with space.py")),
    "a script in a folder": Scenario(uri="scripts", arguments=_at("deep/dump.py")),
    "a shell script": Scenario(uri="scripts", arguments=_at("go.sh", a="1"), variables={"SHELL": "/bin/bash"}),
    "a script that is not there": Scenario(uri="scripts", arguments=_at("nothing.py"), differs=_NO_RUN_NO_PARAMS),
    "no entry point main": Scenario(uri="scripts"),
    "a manifest in odd case": Scenario(uri="lower"),
    "an absolute folder": Scenario(uri="{root}/plain"),
    "a file: folder": Scenario(uri="file://{root}/plain", differs={"tags": _SOURCE}),
    "quotes around the folder": Scenario(uri="'plain'", differs={"tags": _SOURCE}),
    "a folder within": Scenario(uri="scripts#deep", arguments=_at("dump.py"), differs={"tags": _SOURCE}),
    "a folder within that is not there": Scenario(uri="plain#nothing"),
    "a work tree": Scenario(uri="repo"),
    "a folder of a work tree": Scenario(uri="repo#sub", differs={"tags": _SOURCE}),
    "a folder of a work tree by its path": Scenario(uri="repo/sub"),
    "a branch of a work tree": Scenario(uri="clone", arguments={"version": "other"}, differs={"cwd": _IN_PLACE}),
    "a tag of a work tree": Scenario(uri="clone", arguments={"version": "v1"}, differs={"cwd": _IN_PLACE}),
    "a version that there is not": Scenario(uri="clone", arguments={"version": "nothing"}),
    "a zip file": Scenario(uri="plain.zip"),
    "a folder in a zip file": Scenario(uri="plain.zip#inner", differs={"tags": _SOURCE}),
    "a name for the run": Scenario(arguments={"run_name": "named"}),
    "an experiment by name": Scenario(arguments={"experiment_name": "{tool}-other"}),
    "both kinds of experiment": Scenario(arguments={"experiment_name": "a", "experiment_id": "0"}),
    "a folder that is not there": Scenario(uri="absent"),
    "a version of what is no repository": Scenario(uri="plain", arguments={"version": "main"}),
}
