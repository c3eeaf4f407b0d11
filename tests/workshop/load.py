"""Load models as pyfunc and write the forecasts of each: python load.py TRACKING_URI SCORED.csv RESULT.json MODEL_URI..."""

import json
import sys
from pathlib import Path

import mlflow
import mlflow.pyfunc
import pandas as pd

tracking_uri, scored, result, *model_uris = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
days = pd.read_csv(scored, index_col=0).drop(columns="power")
forecasts = {uri: [float(value) for value in mlflow.pyfunc.load_model(uri).predict(days)] for uri in model_uris}
Path(result).write_text(json.dumps(forecasts))
