/** Addresses live behind the `#`. One that was typed as a path, such as /experiments/1, becomes what it means. */
export function adoptPath(): void {
  const base = new URL(document.baseURI).pathname;
  const path = window.location.pathname;
  const { search, hash } = window.location;
  if (`${path}/` === base) return window.history.replaceState(null, '', `${base}${search}${hash}`);
  if (!path.startsWith(base) || path.length === base.length || hash !== '') return;
  const page = path.slice(base.length - 1);
  if (page.endsWith('.html')) return;
  window.history.replaceState(null, '', `${base}#${page}${search}`);
}
