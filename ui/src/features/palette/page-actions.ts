/** Something that can be done on the page: a control of it, by the name that it has. */
export interface PageAction {
  name: string;
  take: () => void;
}

const CONTROLS = 'button, input, [role="menuitem"]';
/** Where controls are of one row, chart or file among many; and what is no part of the page. */
const OF_MANY = 'table, figure, article, ul, ol, nav, [role="dialog"], [role="listbox"], [role="menu"]';
const MOST = 60;

function textOf(element: Element | null | undefined): string {
  return element?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
}

function nameOf(control: HTMLElement): string {
  const label = control instanceof HTMLInputElement ? textOf(control.labels?.[0]) : textOf(control);
  const name = control.getAttribute('aria-label') ?? label;
  if (!(control instanceof HTMLInputElement) || control.type !== 'radio') return name;
  const group = control.closest('[role="radiogroup"]')?.getAttribute('aria-label');
  return group ? `${group}: ${name}` : name;
}

function canBeTaken(control: HTMLElement): boolean {
  if (control.closest(OF_MANY) !== null || control.matches(':disabled, [aria-hidden="true"]')) return false;
  if (control instanceof HTMLInputElement && control.type === 'radio') return !control.checked;
  return control.checkVisibility();
}

/** Buttons are pressed; boxes to write in get the keyboard. */
function take(control: HTMLElement): void {
  control.focus();
  const isPressed = !(control instanceof HTMLInputElement) || ['checkbox', 'radio'].includes(control.type);
  if (isPressed) control.click();
}

/** What can be done on the page as it is now, in the order in which it stands there. */
export function pageActions(): PageAction[] {
  const controls = [...document.querySelectorAll<HTMLElement>(`main :is(${CONTROLS}), [data-tools] :is(${CONTROLS})`)];
  return controls
    .filter(canBeTaken)
    .map((control) => ({ name: nameOf(control), take: () => take(control) }))
    .filter(({ name }) => name !== '')
    .slice(0, MOST);
}

/** The pages of the bar. */
export function barPages(): PageAction[] {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav[aria-label="Main"] a')];
  return links.map((link) => ({ name: textOf(link), take: () => link.click() }));
}
