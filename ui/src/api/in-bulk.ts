const AT_ONCE = 6;

/** How far a piece of work on many things has come. */
export interface BulkProgress {
  done: number;
  /** What the server refused, in the order in which it said so. */
  failures: { id: string; message: string }[];
}

/**
 * Does something to many things, a few at a time, and goes on where one is refused. Ends early once the signal says so; nothing is undone.
 */
export async function inBulk(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
  onProgress: (progress: BulkProgress) => void,
  signal: AbortSignal,
): Promise<BulkProgress> {
  const failures: BulkProgress['failures'] = [];
  let [next, done] = [0, 0];
  async function hand() {
    while (next < ids.length && !signal.aborted) {
      const id = ids[next] ?? '';
      next += 1;
      try {
        await work(id);
      } catch (failure) {
        failures.push({ id, message: failure instanceof Error ? failure.message : String(failure) });
      }
      done += 1;
      onProgress({ done, failures });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return { done, failures };
}
