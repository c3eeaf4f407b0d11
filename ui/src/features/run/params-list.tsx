import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/shared/ui/section';
import { useFirst } from '@/shared/ui/use-first';

const MANY = 12;
const DRAWN = 400;
const SHORT = 40;
const LONG = 300;

interface ParamsListProps {
  params: readonly { key: string; value?: string }[];
}

/** What the run was told. */
export function ParamsList({ params }: ParamsListProps) {
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const sorted = params
    .filter(({ key, value = '' }) => key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted))
    .sort((a, b) => a.key.localeCompare(b.key));
  const { shown, more } = useFirst(sorted, DRAWN);
  const find = params.length > MANY && (
    <TextInput
      aria-label="Find a parameter"
      placeholder="Find"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
  return (
    <Section title="Parameters" count={params.length} tools={find}>
      {params.length === 0 ? (
        <span className="dim">None logged.</span>
      ) : (
        <table className="table" aria-label="Parameters">
          <thead>
            <tr>
              <th>Parameter</th>
              <th className="number">Value</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, value = '' }) => (
              <tr key={key}>
                <td>{key}</td>
                <td className={value.length <= SHORT ? 'number' : undefined}>
                  {value.length <= LONG ? value : <div className="long">{value}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more}
    </Section>
  );
}
