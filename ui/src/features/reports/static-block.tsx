import { columnTitle, runColumn } from '@/features/runs/run-columns';
import { plural } from '@/shared/format/number';
import type { BlockAnswer } from './ask-block';
import { askedWords, groupMetrics } from './block-question';
import { titleOf } from './read-block';
import { meanText, runText, spreadText } from './run-text';
import { StaticChart } from './static-chart';

interface StaticBlockProps {
  answer: BlockAnswer;
  /** What stood in the report. */
  source: string;
  home: string | undefined;
  /** What tells it from other blocks of the document. */
  id: string;
}

/** A block with what it asked for at one moment, without anything that runs. */
export function StaticBlock({ answer, source, home, id }: StaticBlockProps) {
  if (answer.what === 'faults') return <StaticFaults faults={answer.faults} source={source} />;
  const { block, count } = answer;
  const [shown, noun] = answer.what === 'groups' ? [answer.groups.length, 'group'] : [answer.rows.length, 'run'];
  return (
    <figure>
      <figcaption>{titleOf(block)}</figcaption>
      {shown === 0 && <p className="dim">No run was like this.</p>}
      {shown > 0 && answer.what === 'runs' && <StaticRuns answer={answer} />}
      {shown > 0 && answer.what === 'groups' && <StaticGroups answer={answer} />}
      {shown > 0 && answer.what === 'chart' && <StaticChart answer={answer} id={id} />}
      <details>
        <summary>
          {shown < count ? `${shown} of ${plural(count, noun)}` : plural(count, noun)} · {askedWords(block, home)}
        </summary>
        <pre>{source}</pre>
      </details>
    </figure>
  );
}

function StaticFaults({
  faults,
  source,
}: {
  faults: Extract<BlockAnswer, { what: 'faults' }>['faults'];
  source: string;
}) {
  return (
    <figure>
      <figcaption>This could not be drawn</figcaption>
      <ul>
        {faults.map(({ line, text }) => (
          <li key={`${line} ${text}`}>
            {line > 0 && `Line ${line}: `}
            {text}
          </li>
        ))}
      </ul>
      <pre>{source}</pre>
    </figure>
  );
}

function StaticRuns({ answer: { block, rows } }: { answer: Extract<BlockAnswer, { what: 'runs' }> }) {
  const columns = block.columns.flatMap((id) => runColumn(id, rows) ?? []);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th>
          {columns.map(({ id, header, numeric }) => (
            <th key={id} scope="col" className={numeric ? 'number' : undefined}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td title={row.id}>{row.name}</td>
            {columns.map(({ id, numeric }) => (
              <td key={id} className={numeric ? 'number' : undefined}>
                {runText(row, id)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StaticGroups({ answer: { block, groups } }: { answer: Extract<BlockAnswer, { what: 'groups' }> }) {
  const metrics = groupMetrics(block);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{columnTitle(block.group).header}</th>
          <th scope="col" className="number">
            Runs
          </th>
          {metrics.map((id) => (
            <th key={id} scope="col" className="number">
              {columnTitle(id).header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={JSON.stringify(group.values)}>
            <td>{group.values[0] ?? 'none'}</td>
            <td className="number">{group.n}</td>
            {metrics.map((id, place) => (
              <td key={id} className="number">
                {meanText(group, place)}
                {spreadText(group, place)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
