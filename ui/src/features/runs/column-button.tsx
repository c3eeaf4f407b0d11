import { Icon, type IconName } from '@/shared/ui/icon';
import styles from './column-picker.module.css';

interface ColumnButtonProps {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}

/** A small control of one column in the list of columns. */
export function ColumnButton({ icon, label, onClick, disabled, pressed }: ColumnButtonProps) {
  return (
    <button
      type="button"
      className={styles.small}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} size={11} />
    </button>
  );
}
