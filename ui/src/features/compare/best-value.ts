const LOWER =
  /(^|[^a-z])(loss|error|err|[a-z]*mse|mae|mape|smape|rmsle|perplexity|latency|duration|time|wer|cer)([^a-z]|$)/i;
const HIGHER =
  /(^|[^a-z])(acc|accuracy|auc|roc_auc|auroc|auprc|f1|f1_score|precision|recall|r2|r2_score|score|map|ndcg|iou|dice|bleu|rouge|reward)([^a-z]|$)/i;

export type Better = 'lower' | 'higher';

/** Which way a metric gets better, as far as its name tells. */
export function betterOf(key: string): Better | undefined {
  if (LOWER.test(key)) return 'lower';
  return HIGHER.test(key) ? 'higher' : undefined;
}

/** Indexes of the best of some values; none when nothing is known of the metric, or all are alike. */
export function bestOf(values: readonly (number | undefined)[], better: Better | undefined): ReadonlySet<number> {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (better === undefined || known.length < 2 || low === high) return new Set();
  const best = better === 'lower' ? low : high;
  return new Set(values.flatMap((value, index) => (value === best ? [index] : [])));
}
