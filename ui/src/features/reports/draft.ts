/** Changes of a report that are not saved yet. */
export interface Draft {
  title: string;
  body: string;
  /** What they started from. */
  revision: number;
}

const KEY = 'barograph-report-draft-';

function isDraft(value: unknown): value is Draft {
  const { title, body, revision } = (value ?? {}) as Partial<Draft>;
  return typeof title === 'string' && typeof body === 'string' && typeof revision === 'number';
}

/** What this browser kept of a report, if anything. */
export function keptDraft(reportId: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY + reportId) ?? 'null');
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined; // Storage is switched off, or what stands there is not ours.
  }
}

/** Keeps it until it is saved or dropped; false where the browser keeps nothing, or no more. */
export function keepDraft(reportId: string, draft: Draft): boolean {
  try {
    localStorage.setItem(KEY + reportId, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(reportId: string): void {
  try {
    localStorage.removeItem(KEY + reportId);
  } catch {
    // Nothing was kept then.
  }
}
