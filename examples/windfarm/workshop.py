"""The wind-farm workshop: from seven years of weather to a power forecast in production.

    python workshop.py [--data farm.csv] [--tracking-uri http://127.0.0.1:5000]

Look at the data, train three forests, track and compare them, register each as a version of one model, load the versions back, let them
forecast the last days, and promote the best. Without `--data` the days are invented by `windfarm.generate`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error

import barograph as mlflow
from barograph import MlflowClient
from barograph.models import infer_signature
from windfarm import figures
from windfarm.data import BrokenDataError, Split, read_csv, split
from windfarm.generate import generate

EXPERIMENT = "wind-farm"
MODEL = "PowerForecastingModel"
FORESTS = (100, 200, 300)
SETTINGS = {"max_depth": 12, "random_state": 42}


@dataclass(frozen=True)
class Trained:
    """One finished training. `rmse` is that of the validation year, in the unit of the power."""

    run_id: str
    n_estimators: int
    rmse: float


def explore(parts: Split) -> Table:
    """What the training years look like: range and mean of each feature, and how closely the power follows it."""
    table = Table("feature", "min", "mean", "max", "correlation with power", title=f"{len(parts.train):,} days to train on")
    for name, values in parts.train.items():
        together = values.corr(parts.train_power)
        table.add_row(str(name), f"{values.min():.1f}", f"{values.mean():.1f}", f"{values.max():.1f}", f"{together:+.2f}")
    return table


def rmse_by_trees(forest: RandomForestRegressor, parts: Split) -> Iterator[float]:
    """RMSE in the validation year with the first 1, 2, 3... trees, to see whether the forest is large enough."""
    features, actual = parts.validation.to_numpy(), parts.validation_power.to_numpy()
    total = np.zeros(len(actual))
    for count, tree in enumerate(forest.estimators_, start=1):
        total += tree.predict(features)
        yield float(np.sqrt(mean_squared_error(actual, total / count)))


def train(parts: Split, n_estimators: int) -> Trained:
    """Train and validate one forest, and track all that one may want to know about it later."""
    with mlflow.start_run(run_name=f"forest-{n_estimators}") as run:
        mlflow.log_params({"n_estimators": n_estimators, **SETTINGS})
        forest = RandomForestRegressor(n_estimators, **SETTINGS, n_jobs=2).fit(parts.train, parts.train_power)
        predicted = forest.predict(parts.validation)
        mse = float(mean_squared_error(parts.validation_power, predicted))
        rmse = float(np.sqrt(mse))
        mlflow.log_metrics({"mse": mse, "rmse": rmse})
        for trees, value in enumerate(rmse_by_trees(forest, parts), start=1):
            mlflow.log_metric("rmse_by_trees", value, step=trees)
        title = f"Validation year, {n_estimators} trees"
        mlflow.log_figure(figures.predicted_and_actual(parts.validation_power, predicted, title), "predicted_and_actual.png")
        importances = {"feature": list(parts.train.columns), "importance": forest.feature_importances_.tolist()}
        mlflow.log_table(importances, "feature_importances.json")
        signature = infer_signature(parts.train, predicted)
        mlflow.sklearn.log_model(forest, name="model", signature=signature, input_example=parts.train.head(3))
    return Trained(run.info.run_id, n_estimators, rmse)


def compare() -> Table:
    """The experiment's runs, best first, as the tracking server sorts them."""
    runs = mlflow.search_runs(experiment_names=[EXPERIMENT], order_by=["metrics.rmse ASC"])
    table = Table("run", "trees", "mse", "rmse", title="Runs, best first")
    for _, run in runs.iterrows():
        table.add_row(run["tags.mlflow.runName"], run["params.n_estimators"], f"{run['metrics.mse']:,.0f}", f"{run['metrics.rmse']:.2f}")
    return table


def register(trained: list[Trained]) -> dict[str, Trained]:
    """Make each training's model the next version of one registered model. Returns version -> training."""
    return {str(mlflow.register_model(f"runs:/{one.run_id}/model", MODEL).version): one for one in trained}


def forecast(parts: Split, versions: dict[str, Trained]) -> Table:
    """Load each version as a plain function of a table, and forecast the days that nobody has trained on."""
    predictions = {f"version {v}": mlflow.pyfunc.load_model(f"models:/{MODEL}/{v}").predict(parts.scored) for v in versions}
    table = Table("day", "actual", *predictions, title=f"The last {len(parts.scored)} days")
    for i, (day, actual) in enumerate(parts.scored_power.items()):
        table.add_row(f"{day:%Y-%m-%d}", f"{actual:,.0f}", *(f"{values[i]:,.0f}" for values in predictions.values()))
    best = versions[best_version(versions)]
    with mlflow.start_run(run_id=best.run_id):
        mlflow.log_figure(figures.wind_and_power(parts.train.assign(power=parts.train_power)), "wind_and_power.png")
        mlflow.log_figure(figures.forecast(parts.scored_power, predictions), "forecast.png")
    return table


def best_version(versions: dict[str, Trained]) -> str:
    """The version with the least RMSE."""
    return min(versions, key=lambda version: versions[version].rmse)


def promote(version: str) -> None:
    """Put a version into production. Whoever loads `models:/…@champion` has it from the next load on."""
    client = MlflowClient()
    client.transition_model_version_stage(MODEL, version, "Production", archive_existing_versions=True)
    client.set_registered_model_alias(MODEL, "champion", version)


def run(parts: Split, console: Console) -> dict[str, Trained]:
    """The whole workshop on `parts`, at the current tracking URI. Returns version -> training."""
    mlflow.set_experiment(EXPERIMENT)
    console.print(explore(parts))
    columns = (SpinnerColumn(finished_text="[green]✓[/]"), TextColumn("{task.description}"), TimeElapsedColumn())
    trained = []
    with Progress(*columns, console=console) as progress:
        for n_estimators in FORESTS:
            task = progress.add_task(f"Training and tracking {n_estimators} trees", total=1)
            trained.append(train(parts, n_estimators))
            progress.update(task, completed=1, description=f"{n_estimators} trees: rmse {trained[-1].rmse:.2f}")
        task = progress.add_task(f"Registering {MODEL}", total=1)
        versions = register(trained)
        progress.update(task, completed=1, description=f"{MODEL} versions {', '.join(versions)}")
        task = progress.add_task("Forecasting the last days", total=1)
        forecasts = forecast(parts, versions)
        progress.update(task, completed=1, description="Each version loaded as a pyfunc, last days forecast")
    console.print(compare(), forecasts)
    best = best_version(versions)
    promote(best)
    console.print(f"Version {best} ({versions[best].n_estimators} trees) is in Production and has the alias [bold]champion[/].")
    return versions


def days(data: Path | None) -> Split:
    """The parts of the data in a CSV file, or of invented ones."""
    return split(generate() if data is None else read_csv(data))


def main() -> None:
    """Run the workshop from the command line."""
    parser = argparse.ArgumentParser(description="The wind-farm workshop, from data to a model in production.")
    parser.add_argument("--data", type=Path, help="CSV with a date, nine weather features and the power; invented without it")
    parser.add_argument("--tracking-uri", help="where to track; without it as set by the environment")
    options = parser.parse_args()
    if options.tracking_uri:
        mlflow.set_tracking_uri(options.tracking_uri)
    try:
        run(days(options.data), Console())
    except BrokenDataError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
