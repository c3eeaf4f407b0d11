import { api } from '../client';
import type { Report, ReportEntry } from '../types';
import { useCommand } from '../use-command';
import { reportKeys } from './keys';

export interface ReportToCreate {
  title: string;
  body: string;
  experimentId?: string;
}

interface ReportToSave {
  reportId: string;
  /** What was changed: a report that has another revision by now is left as it is. */
  revision: number;
  title: string;
  body: string;
}

interface Kept {
  report: Report;
}

export function useCreateReport() {
  return useCommand(async ({ title, body, experimentId }: ReportToCreate) => {
    const request = { title, body, experiment_id: experimentId };
    return (await api.native.post<Kept>('reports/create', request)).report;
  }, reportKeys);
}

export function useSaveReport() {
  return useCommand(async ({ reportId, revision, title, body }: ReportToSave) => {
    return (await api.native.post<Kept>('reports/update', { report_id: reportId, revision, title, body })).report;
  }, reportKeys);
}

export function useDeleteReport() {
  return useCommand(
    ({ report_id, revision }: Pick<ReportEntry, 'report_id' | 'revision'>) =>
      api.native.post('reports/delete', { report_id, revision }),
    reportKeys,
  );
}
