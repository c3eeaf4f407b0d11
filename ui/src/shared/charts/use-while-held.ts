import { type RefObject, useEffect, useState } from 'react';

/** As charts hear them: of a mouse after the events of pointers. */
const ENDS = ['mouseup', 'touchend', 'pointercancel'];

/** Whether the pointer is down, and what waits until it is up. */
export class Hold {
  private held = false;
  private waiting?: () => void;

  /** The pointer went down. */
  hold = () => {
    this.held = true;
  };

  /** It went up, wherever that was. */
  release = () => {
    this.held = false;
    const job = this.waiting;
    this.waiting = undefined;
    job?.();
  };

  /** Does it now, or, while the pointer is down, once it goes up; the last of several then. */
  unless(job: () => void) {
    if (this.held) this.waiting = job;
    else job();
  }
}

/** For what would cut off somebody who is dragging on the element: a chart that is drawn anew forgets the drag. */
export function useWhileHeld(element: RefObject<HTMLElement | null>): Hold {
  const [hold] = useState(() => new Hold());
  useEffect(() => {
    const target = element.current;
    target?.addEventListener('pointerdown', hold.hold);
    for (const end of ENDS) window.addEventListener(end, hold.release);
    return () => {
      target?.removeEventListener('pointerdown', hold.hold);
      for (const end of ENDS) window.removeEventListener(end, hold.release);
    };
  }, [element, hold]);
  return hold;
}
