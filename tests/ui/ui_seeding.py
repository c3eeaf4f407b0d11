"""Runs and models for the browser tests, written through the server's own routes."""

from __future__ import annotations

import json
import math
import struct
import zlib
from typing import Any

import httpx2
import msgspec

TREES = (100, 200, 300)
RMSE = {100: 124.25, 200: 119.5, 300: 117.75}
STEPS = 1_000
EXTRA_RUNS = 260
START_MS = 1_760_000_000_000
HOSTILE = "<img src=x onerror=alert(1)>\"'`{{7*7}}"
MLMODEL = """flavors:
  python_function:
    loader_module: barograph.sklearn
    python_version: 3.11.2
  sklearn:
    sklearn_version: 1.7.0
signature:
  inputs: '[{"type": "double", "name": "wind_speed_00", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
  params: null
"""

Json = dict[str, Any]


class Seeded(msgspec.Struct, frozen=True):
    """What was seeded. `forests` are the runs of the workshop by number of trees, `odd` a run with hostile and strange values."""

    url: str
    workshop: str
    many: str
    forests: dict[int, str]
    odd: str
    odd_experiment: str


class Api:
    """The server's routes, called as any client would."""

    def __init__(self, url: str) -> None:
        self._client = httpx2.Client(base_url=url, trust_env=False, timeout=60)

    def call(self, path: str, body: Json, method: str = "POST") -> Json:
        answer = self._client.request(method, path if path.startswith("/") else f"/api/2.0/mlflow/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def put(self, artifact_uri: str, path: str, content: bytes) -> None:
        root = artifact_uri.removeprefix("mlflow-artifacts:").strip("/")
        answer = self._client.put(f"/api/2.0/mlflow-artifacts/artifacts/{root}/{path}", content=content)
        assert answer.status_code == 200, answer.text

    def close(self) -> None:
        self._client.close()


def seed(url: str) -> Seeded:
    """Three forests with series, artifacts and model versions; an experiment of many runs; one of odd values."""
    api = Api(url)
    try:
        workshop = api.call("experiments/create", {"name": "wind-farm"})["experiment_id"]
        forests = {trees: _forest(api, workshop, trees) for trees in TREES}
        api.call("registered-models/create", {"name": "PowerForecastingModel", "description": "Power of a **wind farm**."})
        for run_id in forests.values():
            _register(api, workshop, run_id)
        many = api.call("experiments/create", {"name": "many-runs"})["experiment_id"]
        for number in range(EXTRA_RUNS):
            _small(api, many, number)
        odd_experiment = api.call("experiments/create", {"name": f"odd {HOSTILE}"})["experiment_id"]
        odd = _odd(api, odd_experiment)
    finally:
        api.close()
    return Seeded(url, workshop, many, forests, odd, odd_experiment)


def _pairs(values: dict[str, object]) -> list[Json]:
    return [{"key": key, "value": str(value)} for key, value in values.items()]


def _run(api: Api, experiment: str, name: str, start_ms: int) -> Json:
    tags = _pairs({"mlflow.source.name": "train.py", "team": "wind"})
    body = {"experiment_id": experiment, "run_name": name, "start_time": start_ms, "user_id": "ana", "tags": tags}
    return dict(api.call("runs/create", body)["run"]["info"])


def _finish(api: Api, run_id: str, start_ms: int) -> None:
    api.call("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": start_ms + 95_000})


def _series(key: str, half_life: float, start_ms: int) -> list[Json]:
    return [
        {"key": key, "value": 2 * math.exp(-step / half_life) + 0.02 * math.sin(step), "step": step, "timestamp": start_ms + 90 * step}
        for step in range(STEPS)
    ]


def _forest(api: Api, experiment: str, trees: int) -> str:
    start = START_MS + trees * 60_000
    info = _run(api, experiment, f"forest-{trees}", start)
    run_id = str(info["run_id"])
    points = [{"key": "rmse", "value": RMSE[trees], "step": 0, "timestamp": start}]
    points.append({"key": "mse", "value": RMSE[trees] ** 2, "step": 0, "timestamp": start})
    params = _pairs({"n_estimators": trees, "max_depth": 8, "criterion": "squared_error"})
    note = _pairs({"mlflow.note.content": "# Forest\nTrained on **2018** data."})
    api.call("runs/log-batch", {"run_id": run_id, "metrics": points, "params": params, "tags": note})
    for key, half_life in (("train/loss", 150 + trees), ("val/loss", 200 + trees)):
        api.call("runs/log-batch", {"run_id": run_id, "metrics": _series(key, half_life, start)})
    dataset = {"name": "windfarm", "digest": "a1b2c3d4", "source_type": "local", "source": "windfarm.csv"}
    context = _pairs({"mlflow.data.context": "training"})
    api.call("runs/log-inputs", {"run_id": run_id, "datasets": [{"dataset": dataset, "tags": context}]})
    root = str(info["artifact_uri"])
    api.put(root, "notes.txt", b"first line\nsecond line\n")
    api.put(root, "data/forecast.csv", b"time,power\n2020-01-01,10.5\n2020-01-02,11.25\n")
    api.put(root, "data/config.json", json.dumps({"trees": trees}).encode())
    api.put(root, "plots/forecast.png", _png(240, 120))
    api.put(root, "page.html", f"<script>alert(1)</script>{HOSTILE}".encode())
    api.put(root, "model.bin", bytes(range(256)))
    _finish(api, run_id, start)
    return run_id


def _register(api: Api, experiment: str, run_id: str) -> None:
    body = {"experiment_id": experiment, "name": "model", "source_run_id": run_id, "model_type": "sklearn"}
    info = api.call("logged-models", body)["model"]["info"]
    model_id = info["model_id"]
    api.put(info["artifact_uri"], "MLmodel", MLMODEL.encode())
    api.call(f"logged-models/{model_id}", {"model_id": model_id, "status": "LOGGED_MODEL_READY"}, "PATCH")
    api.call("runs/outputs", {"run_id": run_id, "models": [{"model_id": model_id, "step": 0}]})
    version = {"name": "PowerForecastingModel", "source": f"models:/{model_id}", "run_id": run_id, "model_id": model_id}
    api.call("model-versions/create", version)


def _small(api: Api, experiment: str, number: int) -> None:
    start = START_MS + number * 1_000
    run_id = str(_run(api, experiment, f"run-{number:03}", start)["run_id"])
    metric = {"key": "score", "value": math.sin(number), "step": 0, "timestamp": start}
    api.call("runs/log-batch", {"run_id": run_id, "metrics": [metric], "params": _pairs({"number": number})})
    _finish(api, run_id, start)


def _odd(api: Api, experiment: str) -> str:
    info = _run(api, experiment, f"run {HOSTILE}", 0)
    run_id = str(info["run_id"])
    key = "k" * 250
    values: list[object] = ["NaN", "Infinity", "-Infinity", 1e-300, -1.5e300, 0]
    points = [{"key": f"odd {index}", "value": value, "step": -index, "timestamp": index} for index, value in enumerate(values)]
    points += [{"key": "gaps", "value": "NaN" if step % 3 else step, "step": step, "timestamp": step} for step in range(30)]
    points.append({"key": key, "value": 1, "step": 2**53, "timestamp": 0})
    params = _pairs({"hostile": HOSTILE, key: "v" * 6_000, "empty": "", "é 日本": "ü"})
    note = f"{HOSTILE}\n\n[link](javascript:alert(1)) ![image](http://127.0.0.1:1/x.png)\n\n<script>alert(1)</script>"
    tags = _pairs({"mlflow.note.content": note, "hostile": HOSTILE, "mlflow.log-model.history": "{not json"})
    api.call("runs/log-batch", {"run_id": run_id, "metrics": points, "params": params, "tags": tags})
    dataset = {"name": HOSTILE, "digest": "d", "source_type": "?", "source": "{", "schema": "[", "profile": "null"}
    api.call("runs/log-inputs", {"run_id": run_id, "datasets": [{"dataset": dataset}]})
    root = str(info["artifact_uri"])
    api.put(root, "broken.json", b"{not json")
    api.put(root, "empty.txt", b"")
    api.put(root, "odd.csv", f'"{HOSTILE}",b\n1\n'.encode())
    api.put(root, "notes.md", note.encode())
    body = {"name": f"Odd {HOSTILE.replace('/', '').replace(':', '')}", "description": note}
    api.call("registered-models/create", body)
    return run_id


def _png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in (x % 256, y % 256, 120)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
