import { Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { authorHere, rememberAuthor } from '@/api/author';

export interface Remark {
  user_id?: string;
  comment?: string;
}

export interface RemarkDraft {
  author: string;
  comment: string;
  setAuthor: (author: string) => void;
  setComment: (comment: string) => void;
  /** What goes along with the change; the name is remembered for the next one. */
  taken: () => Remark;
}

/** Who changes something and why, as it is being written. */
export function useRemark(): RemarkDraft {
  const [author, setAuthor] = useState(authorHere);
  const [comment, setComment] = useState('');
  const taken = () => {
    rememberAuthor(author.trim());
    return { user_id: author.trim() || undefined, comment: comment.trim() || undefined };
  };
  return { author, comment, setAuthor, setComment, taken };
}

/** Asks who changes something, and why. Both may be left empty. */
export function RemarkFields({ draft }: { draft: RemarkDraft }) {
  return (
    <Stack gap="xs" mt="sm">
      <Textarea
        label="Comment"
        placeholder="Why, for those who look at the history"
        value={draft.comment}
        onChange={(event) => draft.setComment(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
      />
      <TextInput
        label="Your name"
        value={draft.author}
        onChange={(event) => draft.setAuthor(event.currentTarget.value)}
        maxLength={200}
      />
    </Stack>
  );
}
