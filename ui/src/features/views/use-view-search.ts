import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import type { SavedView } from '@/api/types';
import { parseSearchText, writeSearchText } from '@/shared/url/search-text';

const route = getRouteApi('/experiments/$experimentId');

/** The part of the experiment's address that a view keeps, and the way to another. */
export function useViewSearch() {
  const { experimentId } = route.useParams();
  const navigate = route.useNavigate();
  const current = writeSearchText(route.useSearch()).slice(1);
  const show = useCallback(
    (search: string, replace = false) => void navigate({ search: parseSearchText(search), replace }),
    [navigate],
  );
  return { experimentId, current, show };
}

/** Shows the experiment's default view where an address names nothing: once, so that one can still look without it. */
export function useDefaultView(
  views: SavedView[] | undefined,
  { experimentId, current, show }: ReturnType<typeof useViewSearch>,
) {
  const entered = useRef<string>(undefined);
  useEffect(() => {
    if (current !== '') entered.current = experimentId;
    if (views === undefined || entered.current === experimentId) return;
    entered.current = experimentId;
    const chosen = views.find((view) => view.is_default);
    if (chosen) show(chosen.search ?? '', true);
  }, [views, experimentId, current, show]);
}
