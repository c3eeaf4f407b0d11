// Runs in a page under test: tells which controls there are, and what shows that one has the keyboard.
() => {
  const shownIn = (element) => element.checkVisibility({ visibilityProperty: true });
  const describe = (element) => {
    const text = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()}${element.type ? `[${element.type}]` : ''} ${text.trim().slice(0, 60) || element.outerHTML.slice(0, 120)}`;
  };
  const nameOf = (element) =>
    (element.getAttribute('aria-label') ?? '') || (element.getAttribute('aria-labelledby') ?? '') || element.labels?.[0]?.textContent
    || element.textContent?.trim() || element.title || element.placeholder || element.querySelector('img')?.alt || '';
  const handled = (element) => {
    const key = Object.keys(element).find((each) => each.startsWith('__reactProps$'));
    const props = key ? element[key] : {};
    return ['onClick', 'onMouseDown', 'onPointerDown', 'onDoubleClick', 'onTouchStart'].some((name) => typeof props[name] === 'function');
  };
  const NATIVE = 'a[href], button:not(:disabled), input:not(:disabled):not([type="hidden"]), select:not(:disabled), textarea:not(:disabled), summary';
  // What belongs to a control that has the keyboard: options that it names as active, items that its arrows step through.
  const PART = '[role="option"], [role="menuitem"], [role="listbox"], [role="menu"], [role="presentation"], [aria-hidden="true"]';
  const inControl = (element) => {
    const near = element.closest(`${NATIVE}, [tabindex]:not([tabindex="-1"])`);
    return near !== null && !near.matches('main');
  };
  const holdsControl = (element) =>
    element.querySelector(`${NATIVE}, [tabindex]:not([tabindex="-1"])`) !== null
    || (element.closest('label') ?? element.querySelector('label'))?.control != null;
  window.__keyboard = {
    /** Elements that a pointer can press and the keyboard cannot reach. */
    unreachable: () => [...document.body.querySelectorAll('*')].filter((element) => {
      if (!shownIn(element) || element.closest(PART) !== null || element.matches(':disabled, tr, html, body')) return false;
      const pointed = getComputedStyle(element).cursor === 'pointer' && getComputedStyle(element.parentElement).cursor !== 'pointer';
      const role = element.matches('[role="button"], [role="link"], [role="checkbox"], [role="switch"], [role="tab"], [role="slider"]');
      return (pointed || role || handled(element)) && !inControl(element) && !holdsControl(element);
    }).map(describe),
    /** Controls that Tab should stop at; of radio buttons one of each group. */
    expected: () => [...document.querySelectorAll(`${NATIVE}, [tabindex]:not([tabindex="-1"])`)].filter((element) => {
      if (!shownIn(element) || element.tabIndex < 0 || element.closest('[inert]') !== null) return false;
      return element.type !== 'radio' || element.checked;
    }),
    nameless: () => window.__keyboard.expected().filter((element) => element.matches(`${NATIVE}, [role]`) && !nameOf(element).trim()).map(describe),
    stops: [],
    note: () => {
      const element = document.activeElement;
      if (element === null || element === document.body || element === document.documentElement) return { end: true };
      const { stops } = window.__keyboard;
      if (stops.includes(element)) return { end: true, again: stops.indexOf(element) };
      stops.push(element);
      const looks = () => {
        for (const animation of document.getAnimations()) if (animation.effect?.getTiming().iterations !== Infinity) animation.finish();
        const near = [element, element.parentElement, element.parentElement?.parentElement, element.nextElementSibling, element.previousElementSibling,
          ...(element.labels ?? [])];
        return near.filter(Boolean).map((each) => {
          const style = getComputedStyle(each);
          return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.left].join();
        }).join(';');
      };
      const focused = looks();
      element.blur();
      const plain = looks();
      element.focus({ preventScroll: true });
      const box = element.getBoundingClientRect();
      const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      return { end: false, visible: focused !== plain && inView, what: describe(element) };
    },
    missed: () => {
      const { stops, expected } = window.__keyboard;
      return expected().filter((element) => !stops.includes(element)).map(describe);
    },
  };
}
