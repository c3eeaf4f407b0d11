import { readColumnId } from '@/api/runs/column-id';
import { writeTexts } from '@/shared/url/search-text';
import { ColumnButton } from './column-button';
import type { RunsView } from './use-runs-view';

interface SparkChoiceProps {
  id: string;
  header: string;
  view: RunsView;
  /** Ids of the columns that were chosen, in order. */
  chosen: readonly string[];
}

/** Whether the column of a metric shows the course of its series beside the value. */
export function SparkChoice({ id, header, view, chosen }: SparkChoiceProps) {
  if (readColumnId(id).kind !== 'metrics') return null;
  const drawn = view.sparks.includes(id) && chosen.includes(id);
  function toggle() {
    const others = view.sparks.filter((each) => each !== id);
    view.change(
      {
        spark: writeTexts(drawn ? others : [...others, id]),
        ...(chosen.includes(id) ? {} : { columns: writeTexts([...chosen, id]) }),
      },
      true,
    );
  }
  return <ColumnButton icon="wave" label={`Draw the course of ${header}`} pressed={drawn} onClick={toggle} />;
}
