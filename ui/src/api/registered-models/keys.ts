/** Root of every cached answer about registered models and their versions, which change together. */
export const modelKeys = ['registered-models'] as const;
