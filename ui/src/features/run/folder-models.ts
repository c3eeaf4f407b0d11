import type { RunRow } from '@/api/runs/run-row';

const HISTORY_TAG = 'mlflow.log-model.history';

/** Folders of the run that hold a model: what clients before logged models wrote into a tag. */
export function folderModels(row: RunRow): string[] {
  try {
    const history: unknown = JSON.parse(row.tags.get(HISTORY_TAG) ?? '[]');
    if (!Array.isArray(history)) return [];
    const paths = history.map((entry: { artifact_path?: unknown } | null) => entry?.artifact_path);
    return [...new Set(paths.filter((path): path is string => typeof path === 'string'))];
  } catch {
    return [];
  }
}
