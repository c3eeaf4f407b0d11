import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { type ArtifactSource, fileUrl } from './source';

const SHOWN_BYTES = 512 * 1024;

export interface ArtifactText {
  text: string;
  /** Whether the file goes on after `text`. */
  cut: boolean;
}

/** Reads until enough is there to show, then hangs up: large files are not fetched to the end. */
async function readText(source: ArtifactSource, path: string, signal: AbortSignal): Promise<ArtifactText> {
  const response = await api.file(fileUrl(source, path), signal);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  while (reader !== undefined && size <= SHOWN_BYTES) {
    const { done, value } = await reader.read();
    if (done) return { text, cut: false };
    text += decoder.decode(value.subarray(0, SHOWN_BYTES - size), { stream: true });
    size += value.length;
  }
  await reader?.cancel();
  return { text, cut: true };
}

/** The beginning of a text file, at most 512 KiB. */
export function useArtifactText(source: ArtifactSource, path: string) {
  return useQuery({
    queryKey: ['artifacts', 'text', source, path],
    queryFn: ({ signal }) => readText(source, path, signal),
  });
}
