/** Root of every cached answer about saved views. */
export const viewKeys = ['views'] as const;
