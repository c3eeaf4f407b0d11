import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLive } from '@/api/live';
import { foundGroupsQuery } from '@/api/runs/find-groups';
import { foundRunsQuery } from '@/api/runs/find-runs';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import type { Block, BlockKind, TableBlock } from './block';
import { BlockFaults, faultOf } from './block-faults';
import { BlockFrame } from './block-frame';
import type { BlockLines } from './block-lines';
import { groupsQuestion, runsQuestion } from './block-question';
import { ChartBody } from './chart-body';
import { GroupsBody } from './groups-body';
import { readBlock } from './read-block';
import { RunsBody } from './runs-body';

const NONE: string[] = [];

interface BlockProps<Kind> {
  block: Kind;
  lines: BlockLines;
  home: string | undefined;
}

/** A chart or a table of runs, as a block of a report says. It follows what is logged. */
export function ReportBlock({ kind, text, home }: { kind: BlockKind; text: string; home: string | undefined }) {
  const read = useMemo(() => readBlock(kind, text), [kind, text]);
  if (read.faults) return <BlockFaults kind={kind} faults={read.faults} />;
  const { block, lines } = read;
  if (isGrouped(block)) return <GroupsBlock block={block} lines={lines} home={home} />;
  return <RunsBlock block={block} lines={lines} home={home} />;
}

function isGrouped(block: Block): block is TableBlock & { group: string } {
  return block.kind === 'table' && block.group !== undefined;
}

function RunsBlock({ block, lines, home }: BlockProps<Block>) {
  const question = useMemo(() => runsQuestion(block, home), [block, home]);
  const query = useQuery({ ...foundRunsQuery(question), placeholderData: keepPreviousData });
  useLive({ experimentIds: query.data?.experimentIds ?? NONE });
  const rows = query.data?.rows;
  if (!rows) return <Waiting kind={block.kind} lines={lines} query={query} />;
  return (
    <BlockFrame block={block} home={home} shown={rows.length} of={query.data?.count ?? rows.length} noun="run">
      {rows.length === 0 && <EmptyState title="No run is like this yet" />}
      {rows.length > 0 && block.kind === 'table' && <RunsBody columns={block.columns} rows={rows} />}
      {rows.length > 0 && block.kind === 'chart' && <ChartBody block={block} rows={rows} />}
    </BlockFrame>
  );
}

function GroupsBlock({ block, lines, home }: BlockProps<TableBlock & { group: string }>) {
  const question = useMemo(() => groupsQuestion(block, home), [block, home]);
  const query = useQuery({ ...foundGroupsQuery(question), placeholderData: keepPreviousData });
  useLive({ experimentIds: query.data?.experimentIds ?? NONE });
  if (!query.data) return <Waiting kind={block.kind} lines={lines} query={query} />;
  const { groups, count } = query.data;
  return (
    <BlockFrame block={block} home={home} shown={groups.length} of={count} noun="group">
      {groups.length === 0 ? (
        <EmptyState title="No run is like this yet" />
      ) : (
        <GroupsBody block={block} groups={groups} />
      )}
    </BlockFrame>
  );
}

interface WaitingProps {
  kind: BlockKind;
  lines: BlockLines;
  query: { error: Error | null; refetch: () => unknown };
}

/** A block whose runs are not there: on their way, refused, or lost. */
function Waiting({ kind, lines, query }: WaitingProps) {
  const fault = faultOf(query.error, lines);
  if (fault) return <BlockFaults kind={kind} faults={[fault]} />;
  return (
    <div data-block={kind}>
      {query.error ? (
        <ErrorState what={`The ${kind} could not be loaded`} error={query.error} onRetry={query.refetch} />
      ) : (
        <SkeletonRows rows={kind === 'chart' ? 8 : 5} />
      )}
    </div>
  );
}
