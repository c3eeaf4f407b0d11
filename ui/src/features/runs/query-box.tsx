import { SearchBox } from '@/shared/ui/search-box';
import type { RunsView } from './use-runs-view';

export function QueryBox({ view, error }: { view: RunsView; error?: string; shift: number }) {
  const { search, change } = view;
  return (
    <SearchBox
      label="Filter runs"
      placeholder="A name, or a filter: metrics.rmse < 120 and params.n_estimators = '300'"
      value={search.filter ?? ''}
      onSearch={(filter) => change({ filter: filter || undefined })}
      error={error}
      styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
    />
  );
}
