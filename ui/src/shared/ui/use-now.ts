import { useSyncExternalStore } from 'react';

/** A clock that many parts of a page look at: one timer, and none while nobody looks. */
class Clock {
  now = Date.now();
  private readonly listeners = new Set<() => void>();
  private timer?: ReturnType<typeof setInterval>;
  private readonly everyMs: number;

  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(this.tick, this.everyMs);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  /** The time of the last tick, or after a rest the present. It stays the same between two ticks, as React wants it. */
  read = () => {
    if (this.timer === undefined && Date.now() - this.now >= this.everyMs) this.now = Date.now();
    return this.now;
  };

  private tick = () => {
    this.now = Date.now();
    for (const listener of this.listeners) listener();
  };
}

const clocks = new Map<number, Clock>();

/** The time in ms, as it was at most `everyMs` ago. What calls this is drawn again with every tick. */
export function useNow(everyMs: number): number {
  let clock = clocks.get(everyMs);
  if (clock === undefined) {
    clock = new Clock(everyMs);
    clocks.set(everyMs, clock);
  }
  return useSyncExternalStore(clock.subscribe, clock.read);
}
