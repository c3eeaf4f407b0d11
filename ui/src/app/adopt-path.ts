/** Addresses live behind the `#`. One that was typed as a path, such as /experiments/1, becomes what it means. */
export function adoptPath(): void {
  const adopted = addressOf(new URL(document.baseURI).pathname, window.location);
  if (adopted !== undefined) window.history.replaceState(null, '', adopted);
}

/** The address of the page that a location means, below where the UI begins; nothing if it is right as it is. */
export function addressOf(
  base: string,
  { pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>,
): string | undefined {
  if (`${pathname}/` === base) return `${base}${search}${hash}`;
  if (!pathname.startsWith(base) || pathname === base || hash !== '' || pathname.endsWith('.html')) return undefined;
  return `${base}#${pathname.slice(base.length - 1)}${search}`;
}
