"""Log and register a small cloudpickled forest: python log_small.py TRACKING_URI DATA.csv SCORED.csv RESULT.json."""

import json
import sys
import time
from pathlib import Path

import mlflow
import mlflow.sklearn
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

tracking_uri, data, scored, result = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
name = f"Small-{time.time_ns()}"
mlflow.set_experiment(name)
days = pd.read_csv(data, index_col=0)
features = days.drop(columns="power")
forest = RandomForestRegressor(n_estimators=5, max_depth=6, random_state=1).fit(features, days["power"])
with mlflow.start_run() as run:
    mlflow.sklearn.log_model(
        forest, "model", serialization_format="cloudpickle", input_example=features.head(2), registered_model_name=name
    )
forecast = [float(value) for value in forest.predict(pd.read_csv(scored, index_col=0).drop(columns="power"))]
Path(result).write_text(json.dumps({"run_id": run.info.run_id, "name": name, "forecast": forecast}))
