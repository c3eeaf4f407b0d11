"""A training of image classifiers: curves over thousands of steps, images by step, a table of predictions."""

import json

import numpy as np
from numpy.typing import NDArray

from barograph.demo.picture import png
from barograph.demo.scribe import Scribe, Values
from barograph.model import RunStatus

_STEPS = 6_000
_IMAGE_STEPS = (0, 1_000, 2_000, 4_000, 5_999)
_CLASSES = ("blade", "nacelle", "tower", "hub", "sky")
_IMAGE_TAGS = {"mlflow.loggedImages": "True", "mlflow.loggedArtifacts": json.dumps([{"path": "predictions.json", "type": "table"}])}
_HOUR_MS = 3_600_000
_NOTE = """# Parts of turbines in photographs

Which part of a turbine an inspection photograph shows. Images `samples` show what the network makes of the same place as it learns.
"""
_RUNS = (
    ("resnet18", 0.0003, 420, 0.931),
    ("resnet50", 0.0003, 640, 0.952),
    ("resnet50-long-warmup", 0.0001, 980, 0.957),
    ("convnext-tiny", 0.0002, 760, 0.964),
    ("vit-small", 0.0005, 1_300, 0.938),
)


def write_training(scribe: Scribe) -> str:
    """Five trainings and one that goes on, whose process is not heard of any more. Returns the experiment's id."""
    experiment_id = scribe.experiment("turbine-inspection", _NOTE, team="vision")
    for number, (name, rate, half_life, accuracy) in enumerate(_RUNS):
        start_ms = scribe.now_ms - (40 - 6 * number) * _HOUR_MS
        run_id = scribe.run(
            experiment_id,
            name,
            start_ms=start_ms,
            lasted_ms=(3 + number) * _HOUR_MS,
            params={"network": name.partition("-")[0], "learning_rate": rate, "batch_size": 64, "optimizer": "adamw", "warmup": 500},
            series=_curves(scribe, _STEPS, half_life, accuracy, rate),
            tags={"team": "vision", "mlflow.source.name": "train.py", **_IMAGE_TAGS},
            user="li",
        )
        _write_images(scribe, experiment_id, run_id, start_ms, number)
        scribe.put_json(experiment_id, run_id, "predictions.json", _table(scribe, accuracy))
        scribe.put(experiment_id, run_id, "logs/train.log", _log(half_life).encode())
    running = scribe.run(
        experiment_id,
        "convnext-small",
        start_ms=scribe.now_ms - 2 * _HOUR_MS,
        lasted_ms=2 * _HOUR_MS,
        status=RunStatus.RUNNING,
        params={"network": "convnext", "learning_rate": 0.0002, "batch_size": 64, "optimizer": "adamw", "warmup": 500},
        series=_curves(scribe, 2_600, 700, 0.966, 0.0002),
        tags={"team": "vision", "mlflow.source.name": "train.py"},
        user="li",
    )
    scribe.flush()
    scribe.store.beat([running], period_ms=60_000)
    return experiment_id


def _curves(scribe: Scribe, steps: int, half_life: int, accuracy: float, rate: float) -> dict[str, Values]:
    at = np.arange(steps)
    learned = 1 - np.exp(-at / half_life)
    noise = scribe.random.normal(0, 1, (4, steps))
    gap = 0.08 * np.clip(at / _STEPS - 0.4, 0, 1)
    warm = np.minimum(1, (at + 1) / 500)
    return {
        "train/loss": 1.61 * (1 - learned) + 0.12 + 0.05 * noise[0] * (1.2 - learned),
        "train/accuracy": np.clip(0.2 + (accuracy + 0.02 - 0.2) * learned + 0.02 * noise[1] * (1.1 - learned), 0, 1),
        "val/loss": 1.61 * (1 - learned) + 0.19 + gap + 0.01 * noise[2],
        "val/accuracy": np.clip(0.2 + (accuracy - 0.2) * learned - gap / 4 + 0.004 * noise[3], 0, 1),
        "learning_rate": rate * warm * (0.5 + 0.5 * np.cos(np.pi * at / _STEPS)),
    }


def _write_images(scribe: Scribe, experiment_id: str, run_id: str, start_ms: int, number: int) -> None:
    for step in _IMAGE_STEPS:
        stem = f"images/samples+step+{step}+timestamp+{start_ms + step * 1_000}+{scribe.hex(16)}"
        scribe.put(experiment_id, run_id, f"{stem}.png", png(_sample(scribe, step, number)))


def _sample(scribe: Scribe, step: int, number: int) -> NDArray[np.uint8]:
    """A turbine before the sky, of shape (96, 96, 3), the less noisy the later the step."""
    y, x = np.mgrid[0:96, 0:96]
    image = np.stack((150 - y * 0.4, 190 - y * 0.3, 225 - y * 0.2), axis=-1)
    image[np.abs(x - 48) < 2 + (y - 40) / 25] = (235, 235, 235)
    for blade in range(3):
        angle = blade * 2.094 + number * 0.4
        along = (x - 48) * np.cos(angle) + (y - 36) * np.sin(angle)
        across = -(x - 48) * np.sin(angle) + (y - 36) * np.cos(angle)
        image[(along > 0) & (along < 34) & (np.abs(across) < 3.2 - along / 14)] = (250, 250, 250)
    noise = scribe.random.normal(0, 90 * np.exp(-step / 1_500) + 3, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _table(scribe: Scribe, accuracy: float) -> dict[str, object]:
    rows: list[list[object]] = []
    for number in range(60):
        truth = _CLASSES[int(scribe.random.integers(len(_CLASSES)))]
        right = bool(scribe.random.random() < accuracy)
        guess = truth if right else _CLASSES[int(scribe.random.integers(len(_CLASSES)))]
        rows.append([f"IMG_{number:04}.jpg", truth, guess, round(float(scribe.random.uniform(0.55, 0.99)), 3), truth == guess])
    return {"columns": ["file", "truth", "prediction", "confidence", "right"], "data": rows}


def _log(half_life: int) -> str:
    lines = [f"epoch {epoch:2}  loss {1.61 * np.exp(-epoch * 300 / half_life) + 0.15:.4f}" for epoch in range(20)]
    return "loading 12,480 photographs\n" + "\n".join(lines) + "\nsaved the weights\n"
