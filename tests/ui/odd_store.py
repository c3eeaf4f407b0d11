"""A store of strange and hostile data: every text field tries to run a script, and every measure is at its limit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import msgspec
from ui_seeding import START_MS, Api, Json

CANARY = "__xss"
SCRIPT = f"window.{CANARY}=1"
HOSTILE = f'<img src=x onerror="{SCRIPT}"><script>{SCRIPT}</script>"\'><svg onload={SCRIPT}>{{{{7*7}}}}${{7*7}} javascript:{SCRIPT} \u202e'
"""Tries to run in HTML, in attributes, in templates, in links; its end would turn what follows around."""
HOSTILE_NAME = f'<img src=x onerror="{SCRIPT}">'
"""What registered models may be called."""
HOSTILE_BARE = f"<svg onload={CANARY}=1>"
"""What logged models and files may be called."""
NOTE = (
    f"{HOSTILE}\n\n[link](javascript:{SCRIPT}) [data](data:text/html,<script>{SCRIPT}</script>) ![image](http://127.0.0.1:1/x.png)\n\n"
    f"<script>{SCRIPT}</script>\n\n<iframe srcdoc='<script>parent.{SCRIPT}</script>'></iframe>\n\n| a |\n|---|\n| {HOSTILE_NAME} |\n\n"
)
STRANGE_KEYS = ("k" * 250, "__proto__", "constructor", "toString", "é 日本", "a/b/c", "a:b", "0", "-", "x.")
STRANGE_VALUES: tuple[object, ...] = ("NaN", "Infinity", "-Infinity", 1e-300, -1.5e300, 0, -0.0, 2**53, 5e-324)
KINDS = ("png", "svg", "wav", "mp4", "pdf", "json", "ipynb", "parquet", "csv", "md", "yaml", "txt", "html")
WIDE_RUNS = 24
WIDE_KEYS = 250
"""Metrics, and as many parameters, of each wide run, which no other has."""
DEPTH = 500


class OddStore(msgspec.Struct, frozen=True):
    """What is in the store. Runs: `hostile` in every field, `bare` without anything, `broken` with files that are not what they seem."""

    url: str
    experiment: str
    hostile: str
    bare: str
    broken: str
    empty_experiment: str
    wide: str
    wide_runs: tuple[str, ...]
    widest: str
    deep: str
    chain: tuple[str, ...]
    logged_model: str
    report: str


def fill(url: str, directory: Path) -> OddStore:
    """Fill the store of a server whose artifacts are below `directory`."""
    api = Api(url)
    try:
        experiment = _experiment(api, HOSTILE)
        hostile = _hostile_run(api, experiment)
        logged_model = _models(api, experiment, hostile)
        bare = _run(api, experiment, "")
        broken = _broken_run(api, experiment, directory)
        _views(api, experiment)
        report = _report(api, experiment, hostile)
        _trash(api, experiment)
        _jobs(api)
        empty = _experiment(api, " ")
        wide = _experiment(api, "12,000 columns")
        wide_runs = tuple(_wide_run(api, wide, number) for number in range(WIDE_RUNS))
        widest = _widest_run(api, wide)
        deep = _experiment(api, "500 levels")
        chain: list[str] = []
        for level in range(DEPTH):
            chain.append(_run(api, deep, f"level {level}", parent=chain[-1] if chain else None))
    finally:
        api.close()
    return OddStore(url, experiment, hostile, bare, broken, empty, wide, wide_runs, widest, deep, tuple(chain), logged_model, report)


def _pairs(values: dict[str, object]) -> list[Json]:
    return [{"key": key, "value": str(value)} for key, value in values.items()]


def _experiment(api: Api, name: str) -> str:
    tags = {"mlflow.note.content": NOTE, "hostile": HOSTILE} | dict.fromkeys(STRANGE_KEYS, HOSTILE)
    return str(api.call("experiments/create", {"name": name, "tags": _pairs(dict(tags))})["experiment_id"])


def _run(api: Api, experiment: str, name: str, *, parent: str | None = None, **fields: object) -> str:
    tags = _pairs({"mlflow.parentRunId": parent}) if parent else []
    body = {"experiment_id": experiment, "run_name": name, "start_time": START_MS, "tags": tags, **fields}
    return str(api.call("runs/create", body)["run"]["info"]["run_id"])


def _hostile_run(api: Api, experiment: str) -> str:
    run_id = _run(api, experiment, HOSTILE, start_time=0, user_id=HOSTILE)
    points = [{"key": f"odd {index}", "value": value, "step": -index, "timestamp": index} for index, value in enumerate(STRANGE_VALUES)]
    points += [{"key": key, "value": index, "step": step, "timestamp": 0} for index, key in enumerate(STRANGE_KEYS) for step in (0, 2**53)]
    points += [{"key": "gaps", "value": "NaN" if step % 3 else step, "step": step, "timestamp": step} for step in range(30)]
    points += [{"key": "huge", "value": (-1) ** step * 1.7e308, "step": step, "timestamp": step} for step in range(30)]
    params: dict[str, object] = {"hostile": HOSTILE, "long": "v" * 6_000, "empty": "", "lines": "a\nb\n\n\nc"}
    params |= dict.fromkeys(STRANGE_KEYS, HOSTILE)
    tables = json.dumps([{"path": f"{HOSTILE_BARE}.json", "type": "table"}, {"path": "gone.json", "type": "table"}, None, {"type": 1}])
    told = {"source.name": HOSTILE, "source.git.commit": HOSTILE, "project.entryPoint": HOSTILE, "user": HOSTILE, "note.content": NOTE}
    told |= {"source.git.repoURL": f"javascript:{SCRIPT}", "source.git.branch": HOSTILE, "loggedArtifacts": tables}
    told |= {"log-model.history": "{not json", "runColor": HOSTILE, "docker.image.uri": HOSTILE}
    tags: dict[str, object] = {f"mlflow.{key}": value for key, value in told.items()}
    tags |= {"hostile": HOSTILE, "barograph.error": HOSTILE} | dict.fromkeys(STRANGE_KEYS, HOSTILE)
    api.call("runs/log-batch", {"run_id": run_id, "metrics": points, "params": _pairs(params), "tags": _pairs(tags)})
    fields = dict.fromkeys(("name", "source", "schema", "profile"), HOSTILE) | {"digest": HOSTILE_BARE, "source_type": HOSTILE_BARE}
    inputs = [{"dataset": fields, "tags": _pairs({"mlflow.data.context": HOSTILE})}]
    inputs.append({"dataset": {**fields, "digest": "2", "schema": '{"mlflow_colspec": 5}', "profile": '{"num_rows": {}}'}, "tags": []})
    api.call("runs/log-inputs", {"run_id": run_id, "datasets": inputs})
    root = str(api.call(f"runs/get?run_id={run_id}", {}, "GET")["run"]["info"]["artifact_uri"])
    columns = ["a", "__proto__", HOSTILE_BARE, ""]
    _put(api, root, f"{HOSTILE_BARE}.json", json.dumps({"columns": columns, "data": [[HOSTILE] * 4, [None, 1, {}, "x"]]}).encode())
    for step in (0, 1):
        _put(api, root, f"images/{HOSTILE_BARE}%step%{step}%timestamp%1%aaaa{step}.png", b"no image")
    api.call("runs/update", {"run_id": run_id, "status": "FAILED", "end_time": 1})
    return run_id


def _put(api: Api, root: str, path: str, content: bytes) -> None:
    api.put(root, quote(path), content)


def _models(api: Api, experiment: str, run_id: str) -> str:
    body = {"experiment_id": experiment, "name": HOSTILE_BARE, "source_run_id": run_id, "model_type": HOSTILE}
    body |= {"tags": _pairs({"hostile": HOSTILE}), "params": _pairs({"hostile": HOSTILE})}
    info = api.call("logged-models", body)["model"]["info"]
    model_id = str(info["model_id"])
    _put(api, info["artifact_uri"], "MLmodel", f"flavors:\n  {json.dumps(HOSTILE)}: {{sklearn_version: {json.dumps(HOSTILE)}}}\n".encode())
    api.call(f"logged-models/{model_id}", {"model_id": model_id, "status": "LOGGED_MODEL_UPLOAD_FAILED"}, "PATCH")
    api.call("runs/outputs", {"run_id": run_id, "models": [{"model_id": model_id, "step": 0}]})
    model = {"name": HOSTILE_NAME, "description": NOTE, "tags": _pairs({"hostile": HOSTILE, **dict.fromkeys(STRANGE_KEYS, HOSTILE)})}
    api.call("registered-models/create", model)
    version = {"name": HOSTILE_NAME, "source": f"models:/{model_id}", "run_id": run_id, "model_id": model_id, "description": NOTE}
    version |= {"tags": model["tags"], "run_link": f"javascript:{SCRIPT}"}
    api.call("model-versions/create", version)
    api.call("registered-models/alias", {"name": HOSTILE_NAME, "alias": "é_日本-1", "version": "1"})
    api.call("model-versions/transition-stage", {"name": HOSTILE_NAME, "version": "1", "stage": "Production"})
    api.call("registered-models/create", {"name": "no versions"})
    return model_id


def _broken_run(api: Api, experiment: str, directory: Path) -> str:
    run_id = _run(api, experiment, "broken files")
    root = str(api.call(f"runs/get?run_id={run_id}", {}, "GET")["run"]["info"]["artifact_uri"])
    for path, content in broken_files().items():
        _put(api, root, path, content)
    _put(api, root, "vanished.txt", b"deleted behind the server's back")
    _put(api, root, "vanished/inside.txt", b"its folder too")
    folder = next(directory.rglob(f"{run_id}/artifacts"))
    (folder / "vanished.txt").unlink()
    shutil.rmtree(folder / "vanished")
    return run_id


def broken_files() -> dict[str, bytes]:
    """Files by path whose names promise something else than they hold, and files that would run if they could."""
    junk = bytes(range(256)) * 4
    scripts = f"<html><body onload={SCRIPT}><script>{SCRIPT}</script>{HOSTILE}<style>b{{color:red}}</style><b style='color:blue'>bold</b>"
    bomb = "a: &a [x, x]\n" + "\n".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]" for i in range(20))
    cell = {"cell_type": "code", "source": [HOSTILE], "outputs": [{"output_type": "display_data", "data": {"text/html": [scripts]}}]}
    return {
        **{f"broken.{kind}": junk for kind in KINDS},
        **{f"empty.{kind}": b"" for kind in KINDS},
        f"{HOSTILE_BARE}.txt": HOSTILE.encode(),
        "100%25 1?&+ é日本.txt": b"a name of all sorts",
        "n" * 200 + ".txt": b"a long name",
        "no-extension": b"text",
        "scripts.html": scripts.encode(),
        "scripts.svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><script>{SCRIPT}</script></svg>'.encode(),
        "notes.md": NOTE.encode() + b"> " * 400 + b"deep",
        "bomb.yaml": bomb.encode(),
        "deep.json": b"[" * 3_000 + b"]" * 3_000,
        "proto.json": b'{"__proto__": {"x": 1}, "constructor": "c", "toString": [1], "": ""}',
        "odd.csv": f'"{HOSTILE_NAME.replace(chr(34), chr(34) * 2)}",__proto__,,\n1\n"unclosed, 2\n'.encode(),
        "wide.csv": (",".join(f"c{i}" for i in range(5_000)) + "\n" + ",".join("1" for _ in range(5_000))).encode(),
        "line.txt": b"x" * 300_000,
        "logs/train.log": f"{HOSTILE}\n\x1b[31mred\x1b[0m \x1b]8;;javascript:{SCRIPT}\x07link\x1b]8;;\x07\r10%\r20%\n\0\xff".encode(
            "latin-1", "replace"
        ),
        "logs/empty.log": b"",
        "cells.ipynb": json.dumps({"cells": [cell, {"cell_type": "markdown", "source": [NOTE]}], "nbformat": 4}).encode(),
    }


def _views(api: Api, experiment: str) -> None:
    for name, search in (
        (HOSTILE_NAME, f"filter={quote(HOSTILE)}"),
        ("nonsense", "order=.. desc&columns=,,metrics.,%25&pinned=x&group=params.`&hidden=,&closed=%25&smooth=x"),
        ("n" * 120, ""),
    ):
        api.call("/api/barograph/1/views/create", {"experiment_id": experiment, "name": name, "search": search})


def _report(api: Api, experiment: str, run_id: str) -> str:
    lines = {
        "table": f"columns: params.hostile, metrics.`__proto__`, tags.constructor\ntitle: {HOSTILE_NAME}",
        "table \u202e": f"filter: {HOSTILE}",
        "chart": "metrics: gaps, huge, `odd 0`",
        "chart ": f"runs: {run_id}\nkind: scatter\nx: metrics.huge\ny: metrics.`__proto__`\ntitle: {HOSTILE_NAME}",
        f"chart {HOSTILE_BARE}": "kind: values\nmetrics: k\ngroup: __proto__",
        "nonsense": HOSTILE,
    }
    blocks = "\n\n".join(f"```barograph-{kind}\n{text}\n```" for kind, text in lines.items())
    body = {"title": HOSTILE, "body": f"{NOTE}\n\n{blocks}\n", "experiment_id": experiment}
    return str(api.call("/api/barograph/1/reports/create", body)["report"]["report_id"])


def _jobs(api: Api) -> None:
    """A job of a run with hostile values in every field, and an agent that failed another."""
    said = {
        "uri": f"https://git.example.org/{HOSTILE}#{'long/' * 300}",
        "experiment_id": "0",
        "entry_point": HOSTILE[:250],
        "created_by": "a",
    }
    said |= {"parameters": _pairs({"hostile": HOSTILE, "empty": "", "__proto__": HOSTILE_BARE}), "version": HOSTILE_BARE[:250]}
    api.call("/api/barograph/1/jobs/enqueue", {**said, "run_name": f"first {HOSTILE}", "queue": "odd"})
    agent = {"agent_id": "odd", "name": HOSTILE[:250], "queues": ["odd"], "lease_ms": 1_000_000, "slots": 3}
    job = api.call("/api/barograph/1/jobs/lease", agent)["job"]
    api.call("/api/barograph/1/jobs/finish", {"job_id": job["job_id"], "agent_id": "odd", "state": "FAILED", "message": HOSTILE * 100})
    api.call("/api/barograph/1/jobs/enqueue", {**said, "run_name": HOSTILE})


def _trash(api: Api, experiment: str) -> None:
    gone = _experiment(api, f"gone {HOSTILE_NAME}")
    _run(api, gone, HOSTILE)
    api.call("experiments/delete", {"experiment_id": gone})
    api.call("runs/delete", {"run_id": _run(api, experiment, f"gone {HOSTILE}")})


def _log(api: Api, run_id: str, metrics: dict[str, float], params: dict[str, object]) -> None:
    points = [{"key": key, "value": value, "step": 0, "timestamp": START_MS} for key, value in metrics.items()]
    for first in range(0, len(points), 1_000):
        api.call("runs/log-batch", {"run_id": run_id, "metrics": points[first : first + 1_000]})
    pairs = _pairs(params)
    for first in range(0, len(pairs), 100):
        api.call("runs/log-batch", {"run_id": run_id, "params": pairs[first : first + 100]})


def _wide_run(api: Api, experiment: str, number: int) -> str:
    run_id = _run(api, experiment, f"wide {number}")
    keys = range(number * WIDE_KEYS, (number + 1) * WIDE_KEYS)
    _log(api, run_id, {f"metric {key:05}": key / 7 for key in keys}, {f"param {key:05}": key for key in keys})
    return run_id


def _widest_run(api: Api, experiment: str) -> str:
    run_id = _run(api, experiment, "widest")
    keys = range(WIDE_RUNS * WIDE_KEYS)
    _log(api, run_id, {f"metric {key:05}": key / 3 for key in keys}, {f"param {key:05}": key for key in keys})
    return run_id
