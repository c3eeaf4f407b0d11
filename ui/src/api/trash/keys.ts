/** Root of every cached answer about the trash. */
export const trashKeys = ['trash'] as const;
