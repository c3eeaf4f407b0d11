import { Select, Switch } from '@mantine/core';
import styles from './explore.module.css';

export interface TableChoice {
  file?: string | undefined;
  by?: string | undefined;
  only?: string | undefined;
  sort?: string | undefined;
}

interface TableToolsProps {
  paths: string[];
  path: string;
  columns: string[];
  by: string | undefined;
  only: boolean;
  onChange: (part: TableChoice) => void;
}

/** Which table, which rows belong together, and whether only what differs is shown. */
export function TableTools({ paths, path, columns, by, only, onChange }: TableToolsProps) {
  const still = { comboboxProps: { transitionProps: { duration: 0 } } };
  return (
    <div className={styles.tools}>
      <Select
        {...still}
        aria-label="Table"
        data={paths}
        value={path}
        allowDeselect={false}
        w={260}
        onChange={(next) => onChange({ file: next ?? undefined, by: undefined, sort: undefined })}
      />
      <Select
        {...still}
        aria-label="Match rows by"
        placeholder="Match rows by place"
        data={columns}
        value={by ?? null}
        clearable
        searchable={columns.length > 8}
        w={220}
        onChange={(next) => onChange({ by: next ?? undefined, sort: undefined })}
      />
      <Switch
        label="Only differences"
        checked={only}
        onChange={(event) => onChange({ only: event.currentTarget.checked ? '1' : undefined })}
      />
    </div>
  );
}
