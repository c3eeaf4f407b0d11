import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { type ArtifactSource, fileUrl } from './source';

const SHOWN_BYTES = 512 * 1024;
const BLOB_BYTES = 64 * 1024 * 1024;

export interface ArtifactText {
  text: string;
  /** Whether the file goes on after `text`. */
  cut: boolean;
}

/** Reads until enough is there to show, then hangs up: large files are not fetched to the end. */
async function readText(
  source: ArtifactSource,
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<ArtifactText> {
  const response = await api.file(fileUrl(source, path), signal);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  while (reader !== undefined && size <= most) {
    const { done, value } = await reader.read();
    if (done) return { text, cut: false };
    text += decoder.decode(value.subarray(0, most - size), { stream: true });
    size += value.length;
  }
  await reader?.cancel();
  return { text, cut: true };
}

function textQuery(source: ArtifactSource, path: string, most: number) {
  return queryOptions({
    queryKey: ['artifacts', 'text', source, path, most],
    queryFn: ({ signal }) => readText(source, path, most, signal),
  });
}

/** The beginning of a text file, at most `most` bytes. */
export function useArtifactText(source: ArtifactSource, path: string, most = SHOWN_BYTES) {
  return useQuery(textQuery(source, path, most));
}

/** The beginnings of the files of one path in several places, in their order. */
export function useArtifactTexts(sources: readonly ArtifactSource[], path: string, most = SHOWN_BYTES) {
  return useQueries({ queries: sources.map((source) => textQuery(source, path, most)) });
}

/** All bytes of a file under a type that the page chooses, not the file; more than 64 MiB are refused. */
export function useArtifactBlob(source: ArtifactSource, path: string, type: string) {
  return useQuery({
    queryKey: ['artifacts', 'blob', source, path, type],
    queryFn: async ({ signal }) => {
      const response = await api.file(fileUrl(source, path), signal);
      const size = Number(response.headers.get('Content-Length') ?? 0);
      if (size > BLOB_BYTES) throw new Error('The file has more than 64 MiB. Download it to look at it.');
      return new Blob([await response.arrayBuffer()], { type });
    },
    gcTime: 0,
  });
}
