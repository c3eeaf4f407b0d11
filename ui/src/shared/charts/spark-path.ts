/** The path of a small line through values, from left to right at equal distances or `at` ascending places; gaps where they are no numbers. */
export function sparkPath(values: ArrayLike<number>, width: number, height: number, at?: ArrayLike<number>): string {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return '';
  // Halves: the difference of two large values may be infinite.
  const range = high / 2 - low / 2;
  const place = (index: number) => at?.[index] ?? index;
  const [first, last] = [place(0), place(values.length - 1)];
  const scale = last > first ? width / (last - first) : 0;
  let path = '';
  let drawing = false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      drawing = false;
      continue;
    }
    const y = range > 0 ? height - ((value / 2 - low / 2) / range) * height : height / 2;
    path += `${drawing ? 'L' : 'M'}${round((place(index) - first) * scale)} ${round(y)}`;
    // A value between gaps is a dot: a line of no length with round ends.
    if (!drawing && !Number.isFinite(values[index + 1] ?? Number.NaN)) path += 'h0';
    drawing = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
