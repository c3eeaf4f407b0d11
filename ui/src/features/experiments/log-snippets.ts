import { serverAddress } from '@/api/request';

/** An experiment that is there, by its id, or one that logging will make, by its name. */
export type LoggedInto = { id: string } | { name: string };

/** Ways to log a run into an experiment, by what they are for, each with code to paste. */
export function logSnippets(into: LoggedInto, uri = serverAddress()): Record<string, string> {
  const quoted = JSON.stringify('id' in into ? into.id : into.name);
  const [argument, variable, option] =
    'id' in into
      ? [`experiment_id=${quoted}`, `MLFLOW_EXPERIMENT_ID=${into.id}`, `--experiment-id ${into.id}`]
      : [quoted, `MLFLOW_EXPERIMENT_NAME=${quoted}`, `--experiment-name ${quoted}`];
  return {
    Python: `import barograph

barograph.set_tracking_uri(${JSON.stringify(uri)})
barograph.set_experiment(${argument})
with barograph.start_run():
    barograph.log_param("learning_rate", 0.01)
    for step in range(100):
        barograph.log_metric("loss", 1 / (step + 1), step=step)`,
    'A script that uses MLflow': `export MLFLOW_TRACKING_URI=${uri}
export ${variable}
python train.py`,
    'A project': `export BAROGRAPH_TRACKING_URI=${uri}
barograph run . ${option} -P learning_rate=0.01`,
  };
}
