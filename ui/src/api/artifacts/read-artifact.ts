import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { type ArtifactSource, fileUrl } from './source';

const SHOWN_BYTES = 512 * 1024;

export interface ArtifactText {
  text: string;
  /** Whether the file goes on after `text`. */
  cut: boolean;
}

async function readText(source: ArtifactSource, path: string, signal: AbortSignal): Promise<ArtifactText> {
  const response = await api.file(fileUrl(source, path), SHOWN_BYTES, signal);
  const total = Number(response.headers.get('Content-Range')?.split('/')[1] ?? 0);
  const bytes = await response.arrayBuffer();
  const shown = bytes.slice(0, SHOWN_BYTES);
  return { text: new TextDecoder().decode(shown), cut: bytes.byteLength > SHOWN_BYTES || total > SHOWN_BYTES };
}

/** The beginning of a text file, at most 512 KiB. */
export function useArtifactText(source: ArtifactSource, path: string, enabled = true) {
  return useQuery({
    queryKey: ['artifacts', 'text', source, path],
    queryFn: ({ signal }) => readText(source, path, signal),
    enabled,
    retry: false,
  });
}
