import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../client';

/** What a note is on: a run or an experiment by its id, a registered model or its version by the name. */
export interface NoteSubject {
  kind: 'run' | 'experiment' | 'model' | 'version';
  id: string;
  version?: string;
}

interface NoteChange {
  text: string;
  /** What the note was when editing began: the server refuses if it is another one by now. */
  before: string;
}

/** Replaces a note. What is cached below `touched` is asked for again also after a refusal: somebody else has changed it. */
export function useChangeNote(subject: NoteSubject, touched: QueryKey) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: NoteChange) => api.native.post('notes/update', { ...subject, ...change }),
    onSettled: () => queries.invalidateQueries({ queryKey: touched }),
  });
}
