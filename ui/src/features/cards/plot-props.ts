import type { RefObject } from 'react';
import { useEffect, useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import type { Axis } from '@/features/charts/axes';
import type { Card } from './card';
import { axesOver } from './card-data';
import { isLog } from './card-kinds';
import type { AxisRanges, CardRuns } from './card-runs';
import type { optionAsSvg } from './option-as-svg';

/** What a chart can be taken away as; made when it is wanted. */
export interface CardFiles {
  svg?: () => string | Promise<string>;
  csv?: () => string;
}

export interface PlotProps {
  card: Card;
  source: CardRuns;
  title: string;
  height: number;
  ranges?: AxisRanges;
  files: RefObject<CardFiles | undefined>;
}

/** Axes over rows, which stay the same objects while neither changes. */
export function useAxes(card: Card, rows: readonly RunRow[], ids: readonly string[]): Axis[] {
  const named = JSON.stringify([ids, card.settings.log]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are in the name
  return useMemo(() => axesOver(rows, ids, (id) => isLog(card, id)), [rows, named]);
}

/** Tells the frame around a chart what it can be taken away as. */
export function useFiles(files: PlotProps['files'], made: CardFiles): void {
  useEffect(() => {
    files.current = made;
  });
}

/** A chart of ECharts as a picture. What draws it is large, and fetched when it is wanted. */
export async function pictureOf(...drawn: Parameters<typeof optionAsSvg>): Promise<string> {
  return (await import('./option-as-svg')).optionAsSvg(...drawn);
}
