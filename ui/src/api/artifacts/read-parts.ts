import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { ApiError } from '../error';
import { type ArtifactSource, fileUrl } from './source';

const PART_BYTES = 256 * 1024;
const NOTHING_THERE = 416;

interface Part {
  bytes: Uint8Array;
  /** Size of the whole file. */
  total: number;
  end: number;
}

/** Bytes [start, start + 256 KiB) of a file; an empty file has no part that could be asked for. */
async function readPart(source: ArtifactSource, path: string, start: number, signal: AbortSignal): Promise<Part> {
  const range = `bytes=${start}-${start + PART_BYTES - 1}`;
  try {
    const response = await api.file(fileUrl(source, path), signal, { Range: range });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const total = Number(response.headers.get('Content-Range')?.split('/')[1] ?? bytes.length);
    return { bytes, total, end: start + bytes.length };
  } catch (error) {
    if (error instanceof ApiError && error.status === NOTHING_THERE) {
      return { bytes: new Uint8Array(), total: start, end: start };
    }
    throw error;
  }
}

/** Text of UTF-8 or, where the file begins with its mark, UTF-16 bytes; what is broken becomes U+FFFD. */
export function decodeParts(parts: readonly Uint8Array[]): string {
  const [first = new Uint8Array()] = parts;
  const [a, b] = first;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  const decoder = new TextDecoder(encoding);
  return parts.map((part, index) => decoder.decode(part, { stream: index < parts.length - 1 })).join('');
}

/** A text file part by part, from its beginning. */
export function useArtifactParts(source: ArtifactSource, path: string) {
  return useInfiniteQuery({
    queryKey: ['artifacts', 'parts', source, path],
    queryFn: ({ pageParam, signal }) => readPart(source, path, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.end < last.total && last.bytes.length > 0 ? last.end : undefined),
  });
}
