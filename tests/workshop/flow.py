"""The workshop as a user of the classic API writes it: plain `import mlflow`, nothing of Barograph's.

    python flow.py DATA.csv SCORED.csv RESULT.json TRACKING_URI MODEL_NAME [SERIALIZATION_FORMAT]

Writes what a reader of the tracking server would see: params, metrics, versions, and the forecasts of each version.
"""

import json
import sys
import warnings

import mlflow
import mlflow.pyfunc
import mlflow.sklearn
import pandas as pd
from matplotlib import pyplot as plt
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error


def train(parts, n_estimators, serialization_format):
    train_x, train_y, validation_x, validation_y = parts
    with mlflow.start_run(run_name=f"forest-{n_estimators}"):
        mlflow.log_param("n_estimators", n_estimators)
        mlflow.log_params({"max_depth": 12, "random_state": 42})
        mlflow.set_tag("team", "wind")
        forest = RandomForestRegressor(n_estimators=n_estimators, max_depth=12, random_state=42, n_jobs=2).fit(train_x, train_y)
        predicted = forest.predict(validation_x)
        mse = mean_squared_error(validation_y, predicted)
        mlflow.log_metric("mse", mse)
        mlflow.log_metric("rmse", mse**0.5)
        for step in range(5):
            mlflow.log_metric("progress", step / 4, step=step)
        figure, axes = plt.subplots()
        axes.plot(validation_y.to_numpy())
        axes.plot(predicted)
        mlflow.log_figure(figure, "predictions.png")
        plt.close(figure)
        mlflow.log_dict({"features": list(train_x.columns)}, "features.json")
        options = {"serialization_format": serialization_format} if serialization_format else {}
        signature = infer_signature(train_x, predicted)
        mlflow.sklearn.log_model(forest, "model", signature=signature, input_example=train_x.head(2), **options)
        return mlflow.active_run().info.run_id


def read_back(client, run_ids, name, scored):
    runs = {}
    for run_id in run_ids:
        run = client.get_run(run_id)
        history = client.get_metric_history(run_id, "progress")
        runs[run.info.run_name] = {
            "params": run.data.params,
            "metrics": run.data.metrics,
            "status": run.info.status,
            "team": run.data.tags["team"],
            "history": [[point.step, point.value] for point in history],
            "artifacts": sorted(file.path for file in client.list_artifacts(run_id) if file.path != "model"),
            "features": mlflow.artifacts.load_dict(f"runs:/{run_id}/features.json"),
        }
    versions = sorted(client.search_model_versions(f"name = '{name}'"), key=lambda version: int(version.version))
    forecasts = {}
    for version in versions:
        model = mlflow.pyfunc.load_model(f"models:/{name}/{version.version}")
        forecasts[str(version.version)] = [float(value) for value in model.predict(scored)]
    champion = mlflow.pyfunc.load_model(f"models:/{name}@champion")
    production = mlflow.pyfunc.load_model(f"models:/{name}/Production")
    return {
        "runs": runs,
        "versions": [[str(version.version), version.current_stage, version.status, run_ids.index(version.run_id)] for version in versions],
        "forecasts": forecasts,
        "champion": [float(value) for value in champion.predict(scored)],
        "production": [float(value) for value in production.predict(scored)],
        "run_ids": run_ids,
    }


def flow(data, scored, tracking_uri, name, serialization_format):
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.set_experiment(name)
    days = pd.read_csv(data, index_col=0)
    first, last = days["2014-01-01":"2018-01-01"], days["2018-01-01":"2019-01-01"]
    parts = (first.drop(columns="power"), first["power"], last.drop(columns="power"), last["power"])
    run_ids = [train(parts, n_estimators, serialization_format) for n_estimators in (100, 200, 300)]
    frame = mlflow.search_runs(order_by=["metrics.rmse ASC"], filter_string="metrics.rmse > 0 and tags.team = 'wind'")
    best = frame["run_id"].iloc[0]
    for run_id in run_ids:
        mlflow.register_model(f"runs:/{run_id}/model", name)
    client = MlflowClient()
    version = str(run_ids.index(best) + 1)
    client.transition_model_version_stage(name, version, "Production", archive_existing_versions=True)
    client.set_registered_model_alias(name, "champion", version)
    result = read_back(client, run_ids, name, pd.read_csv(scored, index_col=0).drop(columns="power"))
    return {**result, "best": version, "found": len(frame), "client": [mlflow.__name__, mlflow.__version__]}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    data, scored, result, tracking_uri, name, *serialization = sys.argv[1:]
    answer = flow(data, scored, tracking_uri, name, serialization[0] if serialization else None)
    with open(result, "w") as file:  # noqa: PTH123  # as such scripts are written
        json.dump(answer, file)
