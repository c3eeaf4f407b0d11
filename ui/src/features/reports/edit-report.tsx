import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { ApiError } from '@/api/error';
import { useSaveReport } from '@/api/reports/change-reports';
import { readReport } from '@/api/reports/get-report';
import type { Report } from '@/api/types';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { Page } from '@/shared/ui/page';
import type { BlockKind } from './block';
import { InsertBlock } from './insert-block';
import styles from './report.module.css';
import { ReportText } from './report-text';
import { SaveProblem } from './save-problem';
import { useDraft } from './use-draft';
import { withBlock } from './write-block';

const PAUSE_MS = 500;

/** A report to be written: its Markdown, and beside it what that looks like. */
export function EditReport({ report }: { report: Report }) {
  const { report_id: reportId, experiment_id: home } = report;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const source = useRef<HTMLTextAreaElement>(null);
  const [inserting, setInserting] = useState<BlockKind>();
  const { draft, changed, change, forget } = useDraft(report);
  const [preview] = useDebouncedValue(draft.body, PAUSE_MS);
  const save = useSaveReport();
  const conflict = save.error instanceof ApiError && save.error.status === 409;

  function leave() {
    void navigate({ to: '/reports/$reportId', params: { reportId } });
  }
  function keep(revision = draft.revision) {
    const done = () => {
      forget();
      leave();
    };
    save.mutate({ ...draft, reportId, revision }, { onSuccess: done });
  }
  async function keepOver() {
    keep((await readReport(queries, reportId)).revision);
  }
  function insert(block: string) {
    const place = source.current?.selectionStart ?? draft.body.length;
    const { text, caret } = withBlock(draft.body, place, block);
    change({ body: text });
    setInserting(undefined);
    requestAnimationFrame(() => {
      source.current?.focus();
      source.current?.setSelectionRange(caret, caret);
    });
  }
  function press(event: KeyboardEvent) {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (changed && !save.isPending) keep();
  }

  return (
    <Page
      title={`Edit ${report.title}`}
      crumbs={<Link to="/reports">Reports</Link>}
      fill
      actions={
        <>
          <span className="dim">{changed ? 'Not saved yet; kept in this browser' : 'No changes'}</span>
          <Button variant="default" onClick={leave}>
            Close
          </Button>
          <Button onClick={() => keep()} disabled={!changed || draft.title.trim() === ''} loading={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      {save.error && <SaveProblem reportId={reportId} error={save.error} onOver={conflict ? keepOver : undefined} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a key that saves from anywhere in it, beside the button */}
      <div className={styles.edit} onKeyDown={press}>
        <div className={styles.tools}>
          <TextInput
            aria-label="Title"
            placeholder="Title"
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
            error={draft.title.trim() === '' ? 'A report has a title' : undefined}
          />
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setInserting('chart')}>
            Insert chart
          </Button>
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setInserting('table')}>
            Insert table
          </Button>
        </div>
        <textarea
          ref={source}
          className={styles.source}
          aria-label="Text of the report, in Markdown"
          spellCheck={false}
          value={draft.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
        <section className={styles.preview} aria-label="Preview" tabIndex={0}>
          {preview.trim() === '' ? (
            <EmptyState title="Write on the left">
              <p>Headings, lists, links and tables in Markdown; charts and tables of runs by the buttons above.</p>
            </EmptyState>
          ) : (
            <ReportText text={preview} home={home ?? undefined} />
          )}
        </section>
      </div>
      {inserting && (
        <InsertBlock
          kind={inserting}
          home={home ?? undefined}
          onInsert={insert}
          onClose={() => setInserting(undefined)}
        />
      )}
    </Page>
  );
}
