"""Registered models with versions, aliases and stages, as months of work leave them."""

import json

from barograph.demo.scribe import Scribe
from barograph.model import LoggedModelStatus, NewLoggedModel, NewModelVersion, Stage
from barograph.model.model_change import Remark
from barograph.model.run import ModelOutput

POWER = "WindFarmPower"
PARTS = "TurbineParts"
_INPUTS = [{"type": "double", "name": name, "required": True} for name in ("wind_speed", "wind_direction", "temperature")]
_OUTPUTS = [{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]


def write_registry(scribe: Scribe, measured: list[tuple[str, str, float]]) -> None:
    """Versions of one model from the runs measured, (experiment id, run id, rmse), the worst first; another model with one version."""
    store = scribe.store
    store.create_registered_model(
        POWER, description="Power of the wind farm in kW, for the **day ahead**.", tags={"team": "forecasting", "task": "regression"}
    )
    chosen = sorted(measured, key=lambda each: -each[2])[::3][-5:]
    for experiment_id, run_id, rmse in chosen:
        _version(scribe, POWER, experiment_id, run_id, f"rmse {rmse} kW on 2020.", {"validated": "yes", "rmse": str(rmse)})
    last = len(chosen)
    passed = Remark(user_id="li", comment="Passed the back test on 2019 and the checks of the control room.")
    better = Remark(user_id="ana", comment="Lower error than the version in production on every site, and not slower.")
    for number in range(1, last):  # each went through staging into production, and the next one replaced it
        store.transition_model_version(POWER, number, Stage.STAGING, remark=passed)
        store.transition_model_version(POWER, number, Stage.PRODUCTION, archive_existing=True, remark=better)
        store.set_alias(POWER, "champion", number, remark=better)
    store.transition_model_version(POWER, last, Stage.STAGING, remark=passed)
    store.set_alias(POWER, "challenger", last, remark=Remark(user_id="ana", comment="Runs beside the champion for two weeks."))
    store.set_alias(POWER, "fallback", 1)
    store.create_registered_model(PARTS, description="Which part of a turbine a photograph shows.", tags={"team": "vision"})


def write_version_of_parts(scribe: Scribe, experiment_id: str, run_id: str) -> None:
    """The first version of the classifier, from a training."""
    _version(scribe, PARTS, experiment_id, run_id, "First network that inspectors may try.", {"validated": "no"})
    scribe.store.set_alias(PARTS, "trial", 1)


def _version(scribe: Scribe, name: str, experiment_id: str, run_id: str, description: str, tags: dict[str, str]) -> None:
    store = scribe.store
    model = store.create_logged_model(NewLoggedModel(experiment_id=experiment_id, name="model", source_run_id=run_id, model_type="sklearn"))
    scribe.put_model(model.artifact_location, "MLmodel", _manifest(run_id).encode())
    store.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    store.log_outputs(run_id, [ModelOutput(model_id=model.model_id)])
    store.create_model_version(
        NewModelVersion(
            name=name,
            source=f"models:/{model.model_id}",
            storage_location=model.artifact_location,
            run_id=run_id,
            model_id=model.model_id,
            description=description,
            user_id="ana",
            tags=tags,
        )
    )


def _manifest(run_id: str) -> str:
    return (
        "flavors:\n  python_function:\n    loader_module: barograph.sklearn\n    python_version: 3.11.2\n"
        f"  sklearn:\n    sklearn_version: 1.7.0\nrun_id: {run_id}\n"
        f"signature:\n  inputs: '{json.dumps(_INPUTS)}'\n  outputs: '{json.dumps(_OUTPUTS)}'\n  params: null\n"
    )
