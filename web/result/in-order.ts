// A result as it stands on the screen: sorted, filtered and without what is hidden, as it is copied and saved.
import type { Column, Field, Result } from '../../domain/contract/result.ts';
import type { OnScreen } from './result-table.tsx';

/** Its rows and columns in their order there; all of it while no table is drawn. */
export function inOrder(
  result: Pick<Result, 'columns' | 'rows'>,
  onScreen: OnScreen | null,
): { columns: Column[]; rows: Field[][] } {
  if (!onScreen) return result;
  const { places, columns } = onScreen;
  return {
    columns: columns.flatMap((at) => result.columns[at] ?? []),
    rows: places.map((place) => columns.map((at) => result.rows[place]?.[at] ?? null)),
  };
}
