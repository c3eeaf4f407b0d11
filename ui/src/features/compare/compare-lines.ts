import { PAUSES_TAG } from '@/api/runs/run-clock';
import { keysOf, type RunRow } from '@/api/runs/run-row';

export const FACTS = ['Experiment', 'State', 'Started', 'Duration', 'User'] as const;
export type Fact = (typeof FACTS)[number];

/** A line of the comparison: a heading, or one thing known of the runs. */
export type CompareLine =
  | { kind: 'heading'; title: string }
  | { kind: 'nothing' }
  | { kind: 'fact'; fact: Fact }
  | { kind: Values; key: string };

type Values = 'metrics' | 'params' | 'tags';
const OWN_TAGS = 'mlflow.';

/** Whether any of the values is another than the first; NaN is the same as NaN. */
export function differ(values: readonly unknown[]): boolean {
  return values.some((value) => !Object.is(value, values[0]));
}

function keysShown(rows: readonly RunRow[], values: Values, onlyDifferences: boolean): string[] {
  const keys = keysOf(rows, values);
  return onlyDifferences ? keys.filter((key) => differ(rows.map((row) => row[values].get(key)))) : keys;
}

function part(title: string, kind: Values, keys: readonly string[]): CompareLine[] {
  const lines = keys.map((key): CompareLine => ({ kind, key }));
  return [{ kind: 'heading', title }, ...(lines.length > 0 ? lines : [{ kind: 'nothing' } as const])];
}

/** The lines in order, with the experiments' names if `named`: what is known of every run, then metrics, parameters, and the tags that people gave. */
export function compareLines(rows: readonly RunRow[], onlyDifferences: boolean, named = false): CompareLine[] {
  const tags = keysShown(rows, 'tags', onlyDifferences).filter(
    (key) => !key.startsWith(OWN_TAGS) && key !== PAUSES_TAG,
  );
  return [
    ...FACTS.filter((fact) => named || fact !== 'Experiment').map((fact): CompareLine => ({ kind: 'fact', fact })),
    ...part('Metrics', 'metrics', keysShown(rows, 'metrics', onlyDifferences)),
    ...part('Parameters', 'params', keysShown(rows, 'params', onlyDifferences)),
    ...(tags.length > 0 ? part('Tags', 'tags', tags) : []),
  ];
}
