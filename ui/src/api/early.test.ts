import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askEarly, takeEarly } from './early';
import { requested } from './request';

const BODY = { body: { kind: 'tags' } };
const asks = () => requested('POST', 'runs/keys', BODY);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/x/#/experiments/1' });
  vi.stubGlobal(
    'fetch',
    vi.fn(async (url: string) => new Response(url)),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('gives the answer to the same question, once', async () => {
  askEarly('POST', 'runs/keys', BODY);
  expect(takeEarly(...requested('POST', 'runs/keys', { body: { kind: 'params' } }))).toBeUndefined();
  expect(takeEarly(...requested('GET', 'runs/keys', {}))).toBeUndefined();
  expect(await (await takeEarly(...asks()))?.text()).toBe('http://127.0.0.1/x/runs/keys');
  expect(takeEarly(...asks())).toBeUndefined();
  expect(fetch).toHaveBeenCalledOnce();
});

it('gives no answer that has grown old', () => {
  askEarly('POST', 'runs/keys', BODY);
  vi.advanceTimersByTime(6_000);
  expect(takeEarly(...asks())).toBeUndefined();
});

it('leaves a failure to whoever takes the answer', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no answer')));
  askEarly('POST', 'runs/keys', BODY);
  await expect(takeEarly(...asks())).rejects.toThrow('no answer');
});
