import type { RunRow } from './run-row';

/** Where the colour of a run stands that somebody chose; other programs read and write it as well. */
export const COLOR_TAG = 'mlflow.runColor';

const COLOR = /^#[0-9a-f]{6}$/i;

/** The colour that somebody chose for a run; undefined where nobody did, and for what is no colour. */
export function colorOf({ tags }: Pick<RunRow, 'tags'>): string | undefined {
  const color = tags.get(COLOR_TAG);
  return color !== undefined && COLOR.test(color) ? color : undefined;
}
