const KEY = 'barograph-author';

/** The name under which the reader signs changes. Until the server knows its users, it is what they say. */
export function authorHere(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // Storage is switched off: the name is asked for each time.
  }
}

export function rememberAuthor(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // It is asked for again next time.
  }
}
