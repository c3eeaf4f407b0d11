import { unpack } from './message-pack';

/** One metric of one run: columns of equal length, ordered by step. `count` is of the whole series, however much is here. */
export interface MetricSeries {
  runId: string;
  name: string;
  count: number;
  steps: Float64Array;
  /** Milliseconds since 1970. */
  timestamps: Float64Array;
  values: Float64Array;
}

/** As the server packs it: columns of little-endian int64, int64 and float64. */
interface PackedSeries {
  run_id: string;
  name: string;
  count: number;
  steps: Uint8Array;
  timestamps: Uint8Array;
  values: Uint8Array;
}

const HIGH_WORD = 2 ** 32;

/** The bytes in memory of their own: columns begin at any place of a message, numbers only at multiples of 8. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}

/** 64-bit integers as numbers, without the detour of BigInt. */
export function integers(bytes: Uint8Array): Float64Array {
  const memory = aligned(bytes);
  const low = new Uint32Array(memory);
  const high = new Int32Array(memory);
  const numbers = new Float64Array(low.length / 2);
  for (let index = 0; index < numbers.length; index += 1) {
    numbers[index] = (high[2 * index + 1] ?? 0) * HIGH_WORD + (low[2 * index] ?? 0);
  }
  return numbers;
}

/** The series of an answer, in its order. */
export function seriesIn(message: Uint8Array): MetricSeries[] {
  const found = unpack(message) as unknown as { series?: PackedSeries[] };
  return (found.series ?? []).map((each) => ({
    runId: each.run_id,
    name: each.name,
    count: each.count,
    steps: integers(each.steps),
    timestamps: integers(each.timestamps),
    values: new Float64Array(aligned(each.values)),
  }));
}
