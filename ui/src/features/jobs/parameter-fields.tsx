import { Button, TextInput } from '@mantine/core';
import { Icon } from '@/shared/ui/icon';
import styles from './jobs.module.css';

export interface Parameter {
  name: string;
  value: string;
  /** Whether its name is typed here, too. */
  added?: boolean;
}

interface ParameterFieldsProps {
  parameters: Parameter[];
  onChange: (parameters: Parameter[]) => void;
}

/** Parameters to edit: those that are there by value, further ones by name and value. */
export function ParameterFields({ parameters, onChange }: ParameterFieldsProps) {
  const put = (index: number, part: Partial<Parameter>) =>
    onChange(parameters.map((each, place) => (place === index ? { ...each, ...part } : each)));
  return (
    <fieldset className={styles.parameters}>
      <legend>Parameters</legend>
      {parameters.length === 0 && <p className="dim">None are given: the defaults of the project hold.</p>}
      <div className={styles.fields}>
        {parameters.map(({ name, value, added }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fields keep their places
          <div key={index} className={styles.pair}>
            {added && (
              <TextInput
                label="Name"
                value={name}
                data-autofocus
                onChange={(event) => put(index, { name: event.currentTarget.value.trim() })}
              />
            )}
            <TextInput
              label={added ? `Value of ${name || 'it'}` : name}
              value={value}
              data-autofocus={index === 0 || undefined}
              onChange={(event) => put(index, { value: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Icon name="plus" />}
        onClick={() => onChange([...parameters, { name: '', value: '', added: true }])}
      >
        Add a parameter
      </Button>
    </fieldset>
  );
}
