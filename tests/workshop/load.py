"""Load a model as pyfunc and write its forecasts: python load.py TRACKING_URI MODEL_URI SCORED.csv RESULT.json."""

import json
import sys
from pathlib import Path

import mlflow
import mlflow.pyfunc
import pandas as pd

tracking_uri, model_uri, scored, result = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
model = mlflow.pyfunc.load_model(model_uri)
days = pd.read_csv(scored, index_col=0).drop(columns="power")
Path(result).write_text(json.dumps([float(value) for value in model.predict(days)]))
