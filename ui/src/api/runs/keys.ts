/** Root of every cached answer about runs. */
export const runKeys = ['runs'] as const;
