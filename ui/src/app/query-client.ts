import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/error';

const FRESH_MS = 5_000;
const RETRIES = 2;

/** Only a missing answer and passing trouble are worth a second try: the server means what it says below 500. */
function worthRetrying(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 502;
  return passing && failures < RETRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: worthRetrying }, mutations: { retry: false } },
  });
}
