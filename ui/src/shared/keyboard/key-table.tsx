import { Kbd } from '@mantine/core';
import { KEYS } from './keys';

/** The keys and what they do. */
export function KeyTable() {
  return (
    <table className="table" aria-label="Keyboard">
      <tbody>
        {KEYS.map(([keys, meaning]) => (
          <tr key={meaning}>
            <td style={{ width: 110 }}>
              {keys.map((key) => (
                <Kbd key={key} size="xs" mr={4}>
                  {key}
                </Kbd>
              ))}
            </td>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
