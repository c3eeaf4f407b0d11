import type { Experiment, Tag } from '@/api/types';

export const NOTE_TAG = 'mlflow.note.content';
const OWN_TAGS = 'mlflow.';

/** The tags that people gave to an experiment. */
export function ownTags({ tags = [] }: Pick<Experiment, 'tags'>): { key: string; value: string }[] {
  return tags.filter(({ key }) => !key.startsWith(OWN_TAGS)).map(({ key, value = '' }: Tag) => ({ key, value }));
}

const MARKS = /^[#>*\-+\s]+|[*`~]+|!?\[([^\]]*)\]\([^)]*\)/g;

/** The first line of an experiment's description, without the marks of Markdown. */
export function summaryOf({ tags = [] }: Pick<Experiment, 'tags'>): string {
  const text = tags.find(({ key }) => key === NOTE_TAG)?.value ?? '';
  const line = text.split('\n').find((each) => each.replace(MARKS, '').trim() !== '') ?? '';
  return line.replace(MARKS, (_, label?: string) => label ?? '').trim();
}
