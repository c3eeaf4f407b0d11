import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { serverUrl } from '@/api/request';
import type { Report } from '@/api/types';
import { download } from '@/features/metrics/chart-file';
import { Icon } from '@/shared/ui/icon';

/** Gives a report away as one HTML file, which can be read without the server. */
export function ExportButton({ report }: { report: Report }) {
  const queries = useQueryClient();
  const [state, setState] = useState<{ busy?: boolean; error?: string }>({});

  async function take() {
    setState({ busy: true });
    try {
      const [{ reportHtml }, { askBlock }, { renderToStaticMarkup }] = await Promise.all([
        import('./export-report'),
        import('./ask-block'),
        // Texts, not elements of the page: its policy would complain of their styles.
        import('react-dom/server'),
      ]);
      const server = serverUrl('.');
      const home = report.experiment_id ?? undefined;
      const html = await reportHtml(
        report,
        server,
        (kind, text) => askBlock(kind, text, home, queries),
        renderToStaticMarkup,
      );
      download(report.title, 'html', 'text/html', html);
      setState({});
    } catch (failure) {
      setState({ error: failure instanceof Error ? failure.message : String(failure) });
    }
  }

  return (
    <>
      {state.error && <span role="alert">Not exported: {state.error}</span>}
      <Button variant="default" leftSection={<Icon name="download" />} loading={state.busy} onClick={() => void take()}>
        Download HTML
      </Button>
    </>
  );
}
