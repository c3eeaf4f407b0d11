import { styleNonce } from '@/shared/ui/style-nonce';

const REMOVED = 'script, iframe, frame, frameset, object, embed, applet, base, link, meta, form, portal';
const LINKS = ['href', 'src', 'srcset', 'xlink:href', 'action', 'formaction', 'poster', 'background', 'ping'];
const STYLE = 'data-style';
/** How often a rule names what it is for, so that it wins over rules that name it in other ways. */
const WINNING = 4;
/** How pages look that say nothing about it, such as tables of data frames. */
const PLAIN =
  'body{font:13px/1.5 system-ui,sans-serif;margin:8px}table{border-collapse:collapse}td,th{padding:2px 10px;text-align:right}';

/**
 * HTML without what could run, load or lead elsewhere. The frame that shows it allows none of that either; taking it out beforehand keeps
 * the browser from complaining, and is a second wall. Styles stay: they get the nonce that the policy of pages, which the frame has too,
 * asks for.
 */
export function harmless(html: string): string {
  const nonce = styleNonce();
  const page = new DOMParser().parseFromString(unhandled(html, nonce), 'text/html');
  for (const element of page.querySelectorAll(REMOVED)) element.remove();
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const lower = name.toLowerCase();
      const leads = LINKS.includes(lower) && !/^\s*(data:image\/|#)/i.test(value);
      if (lower.startsWith('on') || lower === 'srcdoc' || leads) element.removeAttribute(name);
    }
  }
  const style = page.createElement('style');
  style.setAttribute('nonce', nonce);
  style.textContent = PLAIN;
  page.head.prepend(style);
  const own = page.createElement('style');
  own.setAttribute('nonce', nonce);
  own.textContent = ownStyles(page);
  page.body.append(own);
  return page.documentElement.outerHTML;
}

/** Styles of single elements as rules of a sheet, which a nonce can allow. They win over other rules, as they did before. */
function ownStyles(page: Document): string {
  const probe = document.createElement('span');
  const rules: string[] = [];
  for (const element of page.querySelectorAll(`[${STYLE}]`)) {
    probe.style.cssText = element.getAttribute(STYLE) ?? '';
    element.setAttribute(STYLE, String(rules.length));
    rules.push(`${`[${STYLE}="${rules.length}"]`.repeat(WINNING)}{${probe.style.cssText}}`);
  }
  return rules.join('\n');
}

/**
 * Renames handlers and styles inside tags, and gives sheets their nonce: already reading one makes the browser report that the policy of
 * pages forbids it.
 */
export function unhandled(html: string, nonce: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) =>
    tag.replace(/([\s"'/])(on\w+|style)\s*=/gi, '$1data-$2=').replace(/^<style(?=[\s>])/i, `<style nonce="${nonce}"`),
  );
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
