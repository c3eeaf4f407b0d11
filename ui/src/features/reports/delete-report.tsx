import { useDeleteReport } from '@/api/reports/change-reports';
import type { ReportEntry } from '@/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { dropDraft } from './draft';

interface DeleteReportProps {
  report: ReportEntry;
  onDeleted?: () => void;
  onClose: () => void;
}

/** Asks before a report is deleted for everybody. */
export function DeleteReport({ report, onDeleted, onClose }: DeleteReportProps) {
  const remove = useDeleteReport();
  async function confirm() {
    await remove.mutateAsync(report);
    dropDraft(report.report_id);
    onDeleted?.();
  }
  return (
    <ConfirmDialog title="Delete the report?" action="Delete" danger onConfirm={confirm} onClose={onClose}>
      <b>{report.title}</b> goes for everybody, and cannot be restored. Runs are not touched.
    </ConfirmDialog>
  );
}
