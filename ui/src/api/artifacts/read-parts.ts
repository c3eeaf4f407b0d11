import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { type ArtifactSource, fileUrl } from './source';

const PART_BYTES = 256 * 1024;

interface Part {
  bytes: Uint8Array;
  /** Size of the whole file. */
  total: number;
  end: number;
}

/** The first 256 KiB, read without asking for a range, as an empty file has none; then it hangs up. */
async function readFirst(source: ArtifactSource, path: string, signal: AbortSignal): Promise<Part> {
  const response = await api.file(fileUrl(source, path), signal);
  const reader = response.body?.getReader();
  const bytes = new Uint8Array(PART_BYTES);
  let end = 0;
  while (reader !== undefined && end < PART_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    const piece = value.subarray(0, PART_BYTES - end);
    bytes.set(piece, end);
    end += piece.length;
  }
  await reader?.cancel();
  const total = Math.max(end, Number(response.headers.get('Content-Length') ?? end));
  return { bytes: bytes.subarray(0, end), total, end };
}

/** Bytes [start, start + 256 KiB) of a file. */
async function readPart(source: ArtifactSource, path: string, start: number, signal: AbortSignal): Promise<Part> {
  if (start === 0) return readFirst(source, path, signal);
  const range = `bytes=${start}-${start + PART_BYTES - 1}`;
  const response = await api.file(fileUrl(source, path), signal, { Range: range });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const total = Number(response.headers.get('Content-Range')?.split('/')[1] ?? bytes.length);
  return { bytes, total, end: start + bytes.length };
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
