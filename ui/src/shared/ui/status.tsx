import type { ReactNode } from 'react';
import styles from './status.module.css';

const KNOWN: Record<string, { text: string; tone: string }> = {
  RUNNING: { text: 'Running', tone: 'live' },
  LOST_CONTACT: { text: 'Lost contact', tone: 'lost' },
  SCHEDULED: { text: 'Scheduled', tone: 'idle' },
  FINISHED: { text: 'Finished', tone: 'good' },
  FAILED: { text: 'Failed', tone: 'bad' },
  KILLED: { text: 'Killed', tone: 'warn' },
  QUEUED: { text: 'Waiting', tone: 'idle' },
  CANCELLED: { text: 'Cancelled', tone: 'warn' },
  IDLE: { text: 'Idle', tone: 'good' },
  CANCELLING: { text: 'Cancelling', tone: 'warn' },
  LOGGED_MODEL_READY: { text: 'Ready', tone: 'good' },
  LOGGED_MODEL_PENDING: { text: 'Pending', tone: 'live' },
  LOGGED_MODEL_UPLOAD_FAILED: { text: 'Upload failed', tone: 'bad' },
  READY: { text: 'Ready', tone: 'good' },
  PENDING_REGISTRATION: { text: 'Pending', tone: 'live' },
  FAILED_REGISTRATION: { text: 'Registration failed', tone: 'bad' },
  Production: { text: 'Production', tone: 'good' },
  Staging: { text: 'Staging', tone: 'live' },
  Archived: { text: 'Archived', tone: 'idle' },
  None: { text: 'None', tone: 'idle' },
};

interface StatusProps {
  value: string;
  /** What the state means here, on hover. */
  title?: string;
  /** What follows the word. */
  children?: ReactNode;
}

/** A state of a run, model or version: a word with a coloured dot. */
export function Status({ value, title, children }: StatusProps) {
  const { text, tone } = KNOWN[value] ?? { text: value, tone: 'idle' };
  return (
    <span className={styles.status} data-tone={tone} title={title}>
      {text}
      {children}
    </span>
  );
}
