/** Root of every cached answer about reports. */
export const reportKeys = ['reports'] as const;
