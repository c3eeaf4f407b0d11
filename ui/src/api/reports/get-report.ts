import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { Report } from '../types';
import { reportKeys } from './keys';

function reportQuery(reportId: string) {
  return queryOptions({
    queryKey: [...reportKeys, 'get', reportId],
    queryFn: ({ signal }) => api.native.get<{ report: Report }>('reports/get', { report_id: reportId }, signal),
  });
}

/** One report with its text. */
export function useReport(reportId: string) {
  return useQuery({ ...reportQuery(reportId), select: (answer) => answer.report });
}

/** Asks for a report anew, whatever is known of it. */
export async function readReport(queries: QueryClient, reportId: string): Promise<Report> {
  return (await queries.fetchQuery({ ...reportQuery(reportId), staleTime: 0 })).report;
}
