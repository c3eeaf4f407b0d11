const UNSAFE = /[^\p{L}\p{N}._-]+/gu;
const LONGEST = 100;

/** A name that every file system takes: train/loss -> train-loss.csv. */
export function fileName(metricKey: string, ending: string): string {
  return `${metricKey.replace(UNSAFE, '-').slice(0, LONGEST) || 'chart'}.${ending}`;
}

/** Gives the reader a file. */
export function download(metricKey: string, ending: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(metricKey, ending);
  link.click();
  URL.revokeObjectURL(url);
}
