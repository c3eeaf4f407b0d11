import { PALETTE } from '@/shared/charts/palette';
import styles from './charts.module.css';
import type { Importances } from './importance';

const MOST = 20;
const [SAME, , , AGAINST] = PALETTE;

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The same for a style sheet. */
function length(share: number): string {
  return `${100 * share}%`;
}

function Correlation({ value }: { value: number }) {
  const [width, color] = [Math.abs(value) / 2, value < 0 ? AGAINST : SAME];
  return (
    <span className={styles.track}>
      <span className={styles.zero} />
      {Number.isFinite(value) && (
        <span
          className={styles.bar}
          style={{ background: color, width: length(width), left: length(value < 0 ? 0.5 - width : 0.5) }}
        />
      )}
    </span>
  );
}

/** Parameters by how much they tell of a metric, and beside that how they go together with it. */
export function ImportanceList({ found, metric }: { found: Importances; metric: string }) {
  const shown = found.params.slice(0, MOST);
  const most = Math.max(...shown.map(({ weight }) => weight)) || 1;
  const told = ({ key, weight, correlation }: (typeof shown)[number]) =>
    `${key} ${percent(weight)}, correlation ${Number.isFinite(correlation) ? correlation.toFixed(2) : 'unknown'}`;
  return (
    <>
      <p className={styles.explained}>
        The parameters foretell {percent(found.explained)} of what differs in {metric} between {found.runs} runs.
      </p>
      <div className={styles.two} role="img" aria-label={`Importance for ${metric}: ${shown.map(told).join('; ')}`}>
        <header>
          <span />
          <span className={styles.wide}>Importance</span>
          <span className={styles.wide}>Correlation</span>
        </header>
        {shown.map(({ key, weight, correlation }) => (
          <div key={key} style={{ display: 'contents' }}>
            <span className="clip" title={key}>
              {key}
            </span>
            <span className={styles.track}>
              <span className={styles.bar} style={{ background: SAME, width: length(weight / most) }} />
            </span>
            <span className={styles.number}>{percent(weight)}</span>
            <Correlation value={correlation} />
            <span className={styles.number}>{Number.isFinite(correlation) ? correlation.toFixed(2) : '–'}</span>
          </div>
        ))}
      </div>
      <details className={styles.explained}>
        <summary>How this is told</summary>
        <p>
          Importance: a forest of random trees learns the metric from the parameters. For each parameter it is then
          asked about runs that were kept aside, with that parameter's values shuffled among them; the more this worsens
          the answers, the more the parameter matters. All together are 100 %. It sees bends and parameters that matter
          only together; of two parameters that always change together it may name either one.
        </p>
        <p>
          Correlation: Spearman's rank correlation, −1 to 1, says whether the metric rises or falls with the parameter;
          for parameters that are not numbers it is the correlation ratio, 0 to 1. Neither proves a cause.
        </p>
      </details>
    </>
  );
}
