import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../client';
import type { SavedView } from '../types';
import { viewKeys } from './keys';
import { ownerHere } from './owner';

export interface ViewToSave {
  experimentId: string;
  name: string;
  search: string;
  personal: boolean;
  isDefault: boolean;
}

/** Views are asked for again also after a refusal: somebody else has changed them. */
function useChange<Input>(run: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => queries.invalidateQueries({ queryKey: viewKeys }) });
}

function setDefault(experimentId: string, viewId: string | undefined) {
  return api.native.post('views/set-default', { experiment_id: experimentId, view_id: viewId });
}

async function create({ experimentId, name, search, personal, isDefault }: ViewToSave) {
  const body = { experiment_id: experimentId, name, search, owner: personal ? ownerHere() : undefined };
  const { view } = await api.native.post<{ view: SavedView }>('views/create', body);
  if (isDefault && !personal) await setDefault(experimentId, view.view_id);
}

export function useCreateView() {
  return useChange(create);
}

function change(view: SavedView, part: { name?: string; search?: string }) {
  const body = { view_id: view.view_id, revision: view.revision, owner: ownerHere(), ...part };
  return api.native.post('views/update', body);
}

export function useRenameView() {
  return useChange(({ view, name }: { view: SavedView; name: string }) => change(view, { name }));
}

export function useSaveOverView() {
  return useChange(({ view, search }: { view: SavedView; search: string }) => change(view, { search }));
}

export function useDeleteView() {
  return useChange((view: SavedView) =>
    api.native.post('views/delete', { view_id: view.view_id, revision: view.revision, owner: ownerHere() }),
  );
}

export function useSetDefaultView() {
  return useChange(({ experimentId, viewId }: { experimentId: string; viewId?: string }) =>
    setDefault(experimentId, viewId),
  );
}
