import { serverUrl } from '../request';

/** Something that holds files: a run, a logged model, or a model version (which has no listing). */
export type ArtifactSource =
  | { kind: 'run'; runId: string }
  | { kind: 'logged-model'; modelId: string }
  | { kind: 'model-version'; name: string; version: string };

/** Address that answers with the bytes of one file, always as a download. */
export function fileUrl(source: ArtifactSource, path: string): string {
  switch (source.kind) {
    case 'run':
      return serverUrl('get-artifact', { run_id: source.runId, path });
    case 'logged-model': {
      const model = encodeURIComponent(source.modelId);
      return serverUrl(`ajax-api/2.0/mlflow/logged-models/${model}/artifacts/files`, { artifact_file_path: path });
    }
    case 'model-version':
      return serverUrl('model-versions/get-artifact', { name: source.name, version: source.version, path });
  }
}

/** What names the source to Barograph's own routes. */
export function placeOf(source: ArtifactSource): Record<string, string> {
  switch (source.kind) {
    case 'run':
      return { run_id: source.runId };
    case 'logged-model':
      return { model_id: source.modelId };
    case 'model-version':
      return { name: source.name, version: source.version };
  }
}

/** Address that answers with a folder and all below it as one zip file; '' is the root. */
export function zipUrl(source: ArtifactSource, path: string): string {
  return serverUrl('api/barograph/1/artifacts/zip', { ...placeOf(source), path: path === '' ? undefined : path });
}
