const REQUIREMENT = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)$/;

/** What requirements ask for, by the normal form of a package's name. Options and what is no package are left out. */
export function packagesOf(requirements: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of (requirements ?? '').split(/\r?\n/)) {
    const text = line.replace(/(^|\s)#.*$/, '').trim();
    const match = REQUIREMENT.exec(text);
    if (match === null || /^[\w.-]+:\/\//.test(text)) continue;
    const [, name = '', extras = '', rest = ''] = match;
    const wanted = rest.split(';')[0]?.trim() ?? '';
    found.set(name.toLowerCase().replaceAll(/[-_.]+/g, '-') + extras, wanted.replace(/^==\s*/, '') || 'any');
  }
  return found;
}
