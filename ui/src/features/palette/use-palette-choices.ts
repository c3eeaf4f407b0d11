import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useFindAnything } from '@/api/find-anything';
import { formatMoment } from '@/shared/format/time';
import { barPages, pageActions } from './page-actions';

const PAUSE_MS = 80;

/** Something to go to, or to do. */
export interface PaletteChoice {
  /** Without spaces: part of the id of an element. */
  id: string;
  name: string;
  note?: string;
  take: () => void;
}

export interface PaletteGroup {
  title: string;
  choices: PaletteChoice[];
}

function moment(ms: number | null | undefined): string | undefined {
  return ms ? formatMoment(ms) : undefined;
}

/** What a text finds: while nothing is typed, what was touched last; then what can be done here, before what is elsewhere. */
export function usePaletteChoices(typed: string) {
  const text = typed.trim();
  const [sought] = useDebouncedValue(text, PAUSE_MS);
  const { experiments, runs, models } = useFindAnything(sought);
  const navigate = useNavigate();
  // Those of the page from which the palette was opened: they stay while it is open.
  const [here] = useState(() => ({ actions: pageActions(), pages: barPages() }));
  const groups = useMemo(() => {
    const holds = ({ name }: { name: string }) => name.toLowerCase().includes(text.toLowerCase());
    const group = (title: string, choices: PaletteChoice[]): PaletteGroup[] => {
      const held = choices.filter(holds);
      return held.length > 0 ? [{ title, choices: held }] : [];
    };
    const near = (['actions', 'pages'] as const).flatMap((kind) =>
      group(
        kind === 'actions' ? 'On this page' : 'Pages',
        here[kind].map(({ name, take }, place) => ({ id: `${kind}-${place}`, name, take })),
      ),
    );
    const far = [
      ...group(
        'Experiments',
        (experiments.data ?? []).map(({ experiment_id: experimentId, name, last_update_time: ms }) => ({
          id: `experiment-${experimentId}`,
          name,
          note: moment(ms),
          take: () => void navigate({ to: '/experiments/$experimentId', params: { experimentId } }),
        })),
      ),
      ...group(
        'Runs',
        (runs.data ?? []).map(({ id: runId, name, experimentId, startMs }) => ({
          id: `run-${runId}`,
          name,
          note: moment(startMs),
          take: () => void navigate({ to: '/experiments/$experimentId/runs/$runId', params: { experimentId, runId } }),
        })),
      ),
      ...group(
        'Models',
        (models.data ?? []).map(({ name, last_updated_timestamp: ms }) => ({
          id: `model-${encodeURIComponent(name)}`,
          name,
          note: moment(ms),
          take: () => void navigate({ to: '/models/$name', params: { name } }),
        })),
      ),
    ];
    return text === '' ? [...far, ...near] : [...near, ...far];
  }, [text, here, experiments.data, runs.data, models.data, navigate]);
  const answers = [experiments, runs, models];
  return {
    groups,
    isSearching: sought !== text || answers.some((answer) => answer.isPending || answer.isPlaceholderData),
    error: answers.find((answer) => answer.isError)?.error ?? null,
  };
}
