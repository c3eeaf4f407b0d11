/** Whether a metric is of a machine and not of what it computes. */
export function isSystemMetric(key: string): boolean {
  return key.startsWith('system/');
}
