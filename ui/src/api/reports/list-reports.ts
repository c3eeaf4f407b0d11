import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { ReportEntry, ReportsFound } from '../types';
import { reportKeys } from './keys';

const NONE: ReportEntry[] = [];

/** Every report without its text, the one that was changed last first. */
export function useReports() {
  return useQuery({
    queryKey: [...reportKeys, 'list'],
    queryFn: ({ signal }) => api.native.get<ReportsFound>('reports/list', undefined, signal),
    select: (answer) => answer.reports ?? NONE,
  });
}
