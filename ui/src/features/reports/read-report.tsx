import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Report } from '@/api/types';
import { CopyButton } from '@/shared/ui/copy-button';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { Moment } from '@/shared/ui/moment';
import { Page } from '@/shared/ui/page';
import { DeleteReport } from './delete-report';
import { keptDraft } from './draft';
import { DraftNote } from './draft-note';
import { ExperimentName } from './experiment-name';
import { ExportButton } from './export-button';
import styles from './report.module.css';
import { ReportText } from './report-text';

/** A report to be read, shared, taken away and deleted. */
export function ReadReport({ report }: { report: Report }) {
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const [, dropped] = useState(0);
  const { report_id: reportId, title, body = '', experiment_id: home, updated_ms: updated } = report;
  const edit = { to: '/reports/$reportId', params: { reportId }, search: { edit: '1' } } as const;
  return (
    <Page
      title={title}
      crumbs={<Link to="/reports">Reports</Link>}
      meta={
        <span className={`dim ${styles.meta}`}>
          {home && (
            <>
              <ExperimentName experimentId={home} /> ·{' '}
            </>
          )}
          changed <Moment ms={updated} />{' '}
          <CopyButton text={window.location.href} label="Copy the address of this report" />
        </span>
      }
      actions={
        <>
          <Button variant="subtle" color="gray" onClick={() => setDeleting(true)}>
            Delete
          </Button>
          <ExportButton report={report} />
          <Button leftSection={<Icon name="edit" />} onClick={() => void navigate(edit)}>
            Edit
          </Button>
        </>
      }
    >
      {keptDraft(reportId) && <DraftNote reportId={reportId} onDrop={() => dropped((times) => times + 1)} />}
      <div className={styles.read}>
        {body.trim() === '' ? (
          <EmptyState title="Nothing is written here yet">
            <Button variant="default" onClick={() => void navigate(edit)}>
              Write
            </Button>
          </EmptyState>
        ) : (
          <ReportText text={body} home={home ?? undefined} />
        )}
      </div>
      {deleting && (
        <DeleteReport
          report={report}
          onDeleted={() => void navigate({ to: '/reports' })}
          onClose={() => setDeleting(false)}
        />
      )}
    </Page>
  );
}
