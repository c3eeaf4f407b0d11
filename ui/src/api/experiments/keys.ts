/** Root of every cached answer about experiments; dropping it makes them all be asked again. */
export const experimentKeys = ['experiments'] as const;
