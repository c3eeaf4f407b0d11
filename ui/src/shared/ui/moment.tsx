import { formatInstant, formatMoment } from '@/shared/format/time';
import { useNow } from './use-now';

const HOUR_MS = 3_600_000;
const TICK_MS = 30_000;

/** A point in time, short; the whole of it on hover. One of the last hour grows older while one looks. */
export function Moment({ ms }: { ms: number | null | undefined }) {
  if (!ms) return <span className="dim">—</span>;
  const age = Date.now() - ms;
  return (
    <time
      dateTime={Number.isNaN(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString()}
      title={formatInstant(ms)}
    >
      {age >= 0 && age < HOUR_MS ? <Recent ms={ms} /> : formatMoment(ms)}
    </time>
  );
}

function Recent({ ms }: { ms: number }) {
  return formatMoment(ms, Math.max(ms, useNow(TICK_MS)));
}
