/** Root of every cached answer about jobs and agents. */
export const jobKeys = ['jobs'] as const;
