import { useEffect } from 'react';

const DIALOG = '[role="dialog"]';
/** What goes away when something in it is chosen: nothing can be given back to it. */
const PASSING = '[role="menu"], [role="listbox"]';

/** Watches a dialog that has taken the keyboard; once it is gone, the keyboard goes back to where it was, or to the page. */
function watch(dialog: Element, from: HTMLElement | undefined): void {
  const place = dialog.closest('[data-portal]') ?? document.body;
  const observer = new MutationObserver(() => {
    if (dialog.isConnected) return;
    observer.disconnect();
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const back = from?.isConnected && from.checkVisibility() ? from : document.querySelector<HTMLElement>('main');
    back?.focus({ preventScroll: true });
  });
  observer.observe(place, { childList: true, subtree: true });
}

/** Gives the keyboard back to what opened a dialog, when the dialog closes; where a menu opened it, to the menu's button. */
export function useFocusReturn(): void {
  useEffect(() => {
    const watched = new WeakSet<Element>();
    let last: HTMLElement | undefined;
    function note({ target }: FocusEvent) {
      if (!(target instanceof HTMLElement) || target.closest(PASSING) !== null) return;
      const dialog = target.closest(DIALOG);
      if (dialog !== null && !watched.has(dialog)) {
        watched.add(dialog);
        watch(dialog, last);
      }
      last = target;
    }
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
}
