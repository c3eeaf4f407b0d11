import { getRouteApi, Link } from '@tanstack/react-router';
import { useReport } from '@/api/reports/get-report';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { EditReport } from './edit-report';
import { ReadReport } from './read-report';

const route = getRouteApi('/reports/$reportId');

/** One report, to be read or, where the address says so, to be written. */
export function ReportPage() {
  const { reportId } = route.useParams();
  const { edit } = route.useSearch();
  const query = useReport(reportId);
  if (!query.data) {
    return (
      <Page title={query.isError ? 'Report' : '…'} crumbs={<Link to="/reports">Reports</Link>}>
        {query.isError ? (
          <ErrorState what="The report could not be loaded" error={query.error} onRetry={query.refetch} />
        ) : (
          <SkeletonRows />
        )}
      </Page>
    );
  }
  if (edit === '1') return <EditReport key={reportId} report={query.data} />;
  return <ReadReport report={query.data} />;
}
