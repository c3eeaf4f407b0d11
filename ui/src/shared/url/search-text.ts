/** What the address keeps: plain texts, one a name. Pages give them meaning. */
export type SearchTexts = Record<string, string>;

/** Reads `?a=1&b=x,y` as texts, without guessing types. */
export function parseSearchText(search: string): SearchTexts {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Writes texts as `?a=1&b=x,y`, keeping what may stand in an address readable; absent and empty ones are left out. */
export function writeSearchText(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** The members of a comma-separated list; none for an absent one. */
export function listOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}

/** Writes a list whose members may hold commas; undefined for an empty one. `textsOf` reads it back. */
export function writeTexts(texts: Iterable<string>): string | undefined {
  const written = [...texts].map((text) => text.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
  return written === '' ? undefined : written;
}

export function textsOf(text: string | undefined): string[] {
  return listOf(text).map((member) => member.replaceAll('%2C', ',').replaceAll('%25', '%'));
}
