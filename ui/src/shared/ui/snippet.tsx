import { CopyButton } from './copy-button';
import styles from './snippet.module.css';

/** Code to paste. */
export function Snippet({ code }: { code: string }) {
  return (
    <div className={styles.snippet}>
      <pre>{code}</pre>
      <div className={styles.copy}>
        <CopyButton text={code} label="Copy the code" />
      </div>
    </div>
  );
}
