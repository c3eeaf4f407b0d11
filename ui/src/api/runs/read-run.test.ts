import { beforeEach, expect, it, vi } from 'vitest';
import { api } from '../client';
import { readRun } from './read-run';

const run = (id: string) => ({ info: { run_id: id, experiment_id: '1' } });

beforeEach(() => {
  vi.restoreAllMocks();
});

it('reads one run alone', async () => {
  const get = vi.spyOn(api, 'get').mockResolvedValue({ run: run('a') });
  expect(await readRun('a')).toEqual(run('a'));
  expect(get).toHaveBeenCalledTimes(1);
});

it('reads what is wanted together in two requests, in the right order, and asks alone for what was not found', async () => {
  const query = vi.spyOn(api.native, 'post').mockResolvedValue({ row_count: 2, columns: [{ values: ['1', '7'] }] });
  const search = vi.spyOn(api, 'post').mockResolvedValue({ runs: [run('b'), run('a')] });
  const get = vi.spyOn(api, 'get').mockRejectedValue(new Error('no run x'));
  const answers = await Promise.allSettled(['a', 'x', 'b'].map(readRun));
  expect(answers).toEqual([
    { status: 'fulfilled', value: run('a') },
    { status: 'rejected', reason: new Error('no run x') },
    { status: 'fulfilled', value: run('b') },
  ]);
  expect(query.mock.calls[0]?.[1]).toMatchObject({ filter: "run_id IN ('a', 'x', 'b')", run_view_type: 'ALL' });
  expect(search.mock.calls[0]?.[1]).toMatchObject({ experiment_ids: ['1', '7'] });
  expect([query, search, get].map((spy) => spy.mock.calls.length)).toEqual([1, 1, 1]);
});

it('asks for each alone when the question for all fails', async () => {
  vi.spyOn(api.native, 'post').mockRejectedValue(new Error('unreadable'));
  vi.spyOn(api, 'get').mockImplementation(async (_path, query) => ({ run: run(String(query?.run_id)) }));
  expect(await Promise.all(['a', 'b'].map(readRun))).toEqual([run('a'), run('b')]);
});
