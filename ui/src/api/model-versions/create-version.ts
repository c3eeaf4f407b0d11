import { api } from '../client';
import { ApiError } from '../error';
import { modelKeys } from '../registered-models/keys';
import type { ModelVersion } from '../types';
import { useCommand } from '../use-command';

/** Where a version comes from: a logged model, or a folder of a run. */
export interface VersionSource {
  source: string;
  runId?: string;
  modelId?: string;
}

interface Registration extends VersionSource {
  name: string;
}

/** Registers a model as the next version of `name`; a name not yet known is created first. */
async function createVersion({ name, source, runId, modelId }: Registration): Promise<ModelVersion> {
  try {
    await api.post('registered-models/create', { name });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
  }
  const body = { name, source, run_id: runId, model_id: modelId };
  return (await api.post<{ model_version: ModelVersion }>('model-versions/create', body)).model_version;
}

export function useCreateVersion() {
  return useCommand(createVersion, modelKeys);
}
