/** A name as it is shown: one of nothing but space between quotes, so that there is something to see and to click. */
export function shownName(name: string): string {
  return name.trim() === '' ? `“${name}”` : name;
}
