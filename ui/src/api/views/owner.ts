const KEY = 'barograph-owner';

/** Whose personal views this browser shows. Until the server knows its users, a browser is one. */
export function ownerHere(): string {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept) return kept;
    const made = `browser-${Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')}`;
    localStorage.setItem(KEY, made);
    return made;
  } catch {
    return ''; // Storage is switched off: there are views for everybody only.
  }
}
