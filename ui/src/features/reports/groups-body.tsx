import type { RunGroup } from '@/api/types';
import { columnTitle } from '@/features/runs/run-columns';
import type { TableBlock } from './block';
import { groupMetrics } from './block-question';
import styles from './blocks.module.css';
import { meanText, spreadText } from './run-text';

/** Groups of runs: how many they are, and the mean of each metric that the block names. */
export function GroupsBody({ block, groups }: { block: TableBlock & { group: string }; groups: RunGroup[] }) {
  const metrics = groupMetrics(block);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div className={styles.scroller} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{columnTitle(block.group).header}</th>
            <th scope="col" className="number">
              Runs
            </th>
            {metrics.map((id) => (
              <th key={id} scope="col" className="number" title="Mean ± standard deviation">
                {columnTitle(id).header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify(group.values)}>
              <td>{group.values[0] ?? <span className="dim">none</span>}</td>
              <td className="number">{group.n.toLocaleString('en')}</td>
              {metrics.map((id, place) => (
                <td key={id} className="number">
                  {meanText(group, place)}
                  <span className="dim">{spreadText(group, place)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
