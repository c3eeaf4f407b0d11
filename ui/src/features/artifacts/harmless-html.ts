const REMOVED = 'script, iframe, frame, frameset, object, embed, applet, base, link, meta, form, portal';
const LINKS = ['href', 'src', 'srcset', 'xlink:href', 'action', 'formaction', 'poster', 'background', 'ping'];
/** How pages look that say nothing about it, such as tables of data frames. */
const PLAIN =
  'body{font:13px/1.5 system-ui,sans-serif;margin:8px}table{border-collapse:collapse}td,th{padding:2px 10px;text-align:right}';

/**
 * HTML without what could run, load or lead elsewhere. The frame that shows it allows none of that either; taking it out beforehand keeps
 * the browser from complaining, and is a second wall.
 */
export function harmless(html: string): string {
  const page = new DOMParser().parseFromString(unhandled(html), 'text/html');
  for (const element of page.querySelectorAll(REMOVED)) element.remove();
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const lower = name.toLowerCase();
      const leads = LINKS.includes(lower) && !/^\s*(data:image\/|#)/i.test(value);
      if (lower.startsWith('on') || lower === 'srcdoc' || leads) element.removeAttribute(name);
    }
  }
  const style = page.createElement('style');
  style.textContent = PLAIN;
  page.head.prepend(style);
  return page.documentElement.outerHTML;
}

/** Renames handlers inside tags: already reading one makes the browser report that the policy of pages forbids it. */
export function unhandled(html: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])on(\w+)\s*=/gi, '$1data-on$2='));
}

/** Whether a page counts on scripts, so that it may look empty without them. */
export function hasScripts(html: string): boolean {
  return /<script[\s>]/i.test(html);
}

/** A height in px for a frame, whose page cannot be measured: guessed from its rows and its text. */
export function guessedHeight(html: string): number {
  const rows = html.match(/<(tr|li|p|br|h\d)[\s>/]/gi)?.length ?? 0;
  const text = html.replace(/<[^>]*>/g, '').length / 120;
  return Math.round(Math.min(420, 48 + 24 * Math.max(rows, text)));
}
