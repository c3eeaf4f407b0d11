import type { QueryClient } from '@tanstack/react-query';
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { experimentQuery } from '@/api/experiments/get-experiment';
import { fetchRunKeys } from '@/api/runs/run-keys';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { parseSearchText, writeSearchText } from '@/shared/url/search-text';
import { NotFound } from './not-found';
import { PageError } from './page-error';
import { Shell } from './shell';

/** Keeps of the address only the named texts, so that a page reads nothing that it did not write. */
function texts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const kept: Partial<Record<Name, string>> = {};
    for (const name of names) if (typeof search[name] === 'string') kept[name] = search[name];
    return kept;
  };
}

/** What charts keep in the address of any page that has them. */
const CHART_TEXTS = [
  'x',
  'log',
  'logx',
  'smooth',
  'metrics',
  'group',
  'closed',
  'kind',
  'cards',
  'relations',
  'size',
] as const;

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/experiments', replace: true });
  },
});

const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: texts('q', 'order', 'deleted'),
  component: lazyRouteComponent(() => import('@/features/experiments/experiments-page'), 'ExperimentsPage'),
});

const experimentTexts = texts(
  'filter',
  'order',
  'status',
  'deleted',
  'columns',
  'pinned',
  'lean',
  'spark',
  'widths',
  'time',
  'top',
  'about',
  'group',
  'tree',
  'hidden',
  'selected',
  'except',
  'tab',
  'split',
  ...CHART_TEXTS,
);

const experiment = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  validateSearch: experimentTexts,
  loaderDeps: ({ search }) => ({ deleted: search.deleted === '1' }),
  loader: async ({
    context: { queries },
    params: { experimentId },
    deps: { deleted },
    location: { search },
    cause,
  }) => {
    void queries.prefetchQuery(experimentQuery(experimentId));
    const keys = fetchRunKeys(queries, experimentId, deleted);
    keys.catch(() => undefined);
    const { readFirstRows } = await import('@/features/runs/first-rows');
    const read = readFirstRows(queries, experimentId, experimentTexts(search));
    if (cause === 'enter') await read;
  },
  component: lazyRouteComponent(() => import('@/features/runs/experiment-page'), 'ExperimentPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/runs/$runId',
  validateSearch: texts('tab', 'path', 'view', ...CHART_TEXTS),
  component: lazyRouteComponent(() => import('@/features/run/run-page'), 'RunPage'),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: texts(
    'runs',
    'tab',
    'differences',
    'image',
    'step',
    'file',
    'only',
    'by',
    'sort',
    'path',
    'left',
    'right',
    'view',
    ...CHART_TEXTS,
  ),
  component: lazyRouteComponent(() => import('@/features/compare/compare-page'), 'ComparePage'),
});

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  validateSearch: texts('q', 'order'),
  component: lazyRouteComponent(() => import('@/features/models/models-page'), 'ModelsPage'),
});

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$name',
  component: lazyRouteComponent(() => import('@/features/models/model-page'), 'ModelPage'),
});

const version = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/versions/$version',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('@/features/models/version-page'), 'VersionPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: texts('q'),
  component: lazyRouteComponent(() => import('@/features/reports/reports-page'), 'ReportsPage'),
});

const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId',
  validateSearch: texts('edit'),
  component: lazyRouteComponent(() => import('@/features/reports/report-page'), 'ReportPage'),
});

const versionsCompared = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/compare',
  validateSearch: texts('versions', 'differences'),
  component: lazyRouteComponent(() => import('@/features/models/compare-versions-page')),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: texts('state'),
  component: lazyRouteComponent(() => import('@/features/jobs/jobs-page'), 'JobsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/settings-page')),
});

const trash = createRoute({
  getParentRoute: () => root,
  path: '/trash',
  validateSearch: texts('tab', 'selected'),
  component: lazyRouteComponent(() => import('@/features/trash/trash-page'), 'TrashPage'),
});

const routes = root.addChildren([
  home,
  experiments,
  experiment,
  run,
  compare,
  models,
  model,
  version,
  versionsCompared,
  reports,
  report,
  jobs,
  trash,
  settings,
]);

/** Addresses live behind the `#`: any server and any path prefix can then serve the one page. */
export function createAppRouter(queries: QueryClient, history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree: routes,
    history,
    context: { queries },
    parseSearch: parseSearchText,
    stringifySearch: writeSearchText,
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonRows,
    // What comes sooner than this is drawn once, with its content; drawing grey rows first would hold it up.
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
