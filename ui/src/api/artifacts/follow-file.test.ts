import { expect, it } from 'vitest';
import { grown } from './follow-file';

const bytes = (text: string) => new TextEncoder().encode(text);

it('adds what came since, and lets go of the front', () => {
  const first = grown({ bytes: new Uint8Array(), start: 0, total: 0 }, bytes('abc'), 4);
  expect([new TextDecoder().decode(first.bytes), first.start, first.total]).toEqual(['abc', 0, 3]);
  const second = grown(first, bytes('def'), 4);
  expect([new TextDecoder().decode(second.bytes), second.start, second.total]).toEqual(['cdef', 2, 6]);
});
