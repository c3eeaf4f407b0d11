import { useBlocker } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Report } from '@/api/types';
import { type Draft, dropDraft, keepDraft, keptDraft } from './draft';

const PAUSE_MS = 300;
const LOSS = 'This browser cannot keep the changes of the report. Leave it without saving?';

function savedOf(report: Report): Draft {
  return { title: report.title, body: report.body ?? '', revision: report.revision };
}

/**
 * What is written in a report: begun where it was left, and kept in this browser until it is saved or dropped. Where the browser keeps
 * nothing, it asks before the page is left.
 */
export function useDraft(report: Report) {
  const { report_id: reportId, title, body = '' } = report;
  const [own, setOwn] = useState<Draft | undefined>(() => keptDraft(reportId));
  const changed = own !== undefined && (own.title !== title || own.body !== body);
  const latest = useRef({ own, changed });
  latest.current = { own, changed };
  const kept = useRef(true);

  const keep = useCallback(() => {
    const { own, changed } = latest.current;
    if (own && changed) kept.current = keepDraft(reportId, own);
    else dropDraft(reportId);
  }, [reportId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the draft is kept, a moment after it
  useEffect(() => {
    const timer = setTimeout(keep, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [own, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);

  const isLost = () => latest.current.changed && !kept.current;
  useBlocker({
    shouldBlockFn: () => {
      keep();
      return isLost() && !window.confirm(LOSS);
    },
    enableBeforeUnload: isLost,
  });

  return {
    draft: own ?? savedOf(report),
    changed,
    change: (part: Partial<Draft>) => setOwn((old) => ({ ...(old ?? savedOf(report)), ...part })),
    /** Forgets what was written: it was saved. */
    forget: () => {
      latest.current = { own: undefined, changed: false };
      dropDraft(reportId);
      setOwn(undefined);
    },
  };
}
