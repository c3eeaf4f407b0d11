import { formatInstant, formatMoment } from '@/shared/format/time';

/** A point in time, short; the whole of it on hover. */
export function Moment({ ms }: { ms: number | null | undefined }) {
  if (!ms) return <span className="dim">—</span>;
  return (
    <time
      dateTime={Number.isNaN(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString()}
      title={formatInstant(ms)}
    >
      {formatMoment(ms)}
    </time>
  );
}
