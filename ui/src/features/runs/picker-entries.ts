import { columnTitle } from './run-columns';

/** A line of the column picker: the title of a group, or a column that is shown or may be. */
export type PickerEntry = { title: string } | { id: string; shown: boolean };

/** The columns whose titles hold a text: first those that are chosen, in their order, then the others by group. */
export function pickerEntries(chosen: readonly string[], offered: readonly string[], text: string): PickerEntry[] {
  const wanted = text.toLowerCase();
  const taken = new Set(chosen);
  const groups = new Map<string, PickerEntry[]>();
  function add(title: string, id: string, shown: boolean) {
    const entries = groups.get(title);
    if (entries) entries.push({ id, shown });
    else groups.set(title, [{ title }, { id, shown }]);
  }
  for (const id of chosen) if (columnTitle(id).header.toLowerCase().includes(wanted)) add('Shown', id, true);
  for (const id of offered) {
    const { header, group } = columnTitle(id);
    if (!taken.has(id) && header.toLowerCase().includes(wanted)) add(group, id, false);
  }
  return [...groups.values()].flat();
}
