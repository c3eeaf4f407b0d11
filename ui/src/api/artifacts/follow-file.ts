import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { ApiError } from '../error';
import { type ArtifactSource, fileUrl } from './source';

export const TAIL_BYTES = 256 * 1024;
const FOLLOW_MS = 2_000;

/** The end of a file as it was last read. */
export interface FileEnd {
  bytes: Uint8Array;
  /** Where `bytes` begin in the file, and how long the file is. */
  start: number;
  total: number;
}

const EMPTY: FileEnd = { bytes: new Uint8Array(), start: 0, total: 0 };

/** What was known and what came since, cut at the front to `most` bytes. */
export function grown(known: FileEnd, added: Uint8Array, most = TAIL_BYTES): FileEnd {
  const total = known.total + added.length;
  const both = new Uint8Array(known.bytes.length + added.length);
  both.set(known.bytes);
  both.set(added, known.bytes.length);
  const kept = both.subarray(Math.max(0, both.length - most));
  return { bytes: kept, start: total - kept.length, total };
}

async function readRange(source: ArtifactSource, path: string, range: string, signal: AbortSignal) {
  try {
    const response = await api.file(fileUrl(source, path), signal, { Range: range });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const span = /(\d+)-\d+\/(\d+)/.exec(response.headers.get('Content-Range') ?? '');
    return { bytes, start: Number(span?.[1] ?? 0), total: Number(span?.[2] ?? bytes.length) };
  } catch (error) {
    if (error instanceof ApiError && error.status === 416) return undefined; // nothing there, or nothing new
    throw error;
  }
}

/** Reads the last part of a file; of one whose end is known only what came since. One that became shorter begins anew. */
async function readEnd(source: ArtifactSource, path: string, known: FileEnd | undefined, signal: AbortSignal) {
  if (known !== undefined && known.total > 0) {
    // One byte that is known is asked for too: its answer tells how long the file is, and there is always one.
    const more = await readRange(source, path, `bytes=${known.total - 1}-`, signal);
    if (more !== undefined && more.start === known.total - 1) return grown(known, more.bytes.subarray(1));
  }
  return (await readRange(source, path, `bytes=-${TAIL_BYTES}`, signal)) ?? EMPTY;
}

/** The last 256 KiB of a file; read again every two seconds while `live`. */
export function useFileEnd(source: ArtifactSource, path: string, live: boolean) {
  const options = queryOptions({
    queryKey: ['artifacts', 'end', source, path],
    queryFn: ({ client, queryKey, signal }) => readEnd(source, path, client.getQueryData(queryKey), signal),
    refetchInterval: live ? FOLLOW_MS : false,
    structuralSharing: false,
  });
  return useQuery(options);
}
