// What the author has a number look like: a bar as long as it is great, and whether it is good, worth a look, or bad.
import type { ColumnState } from '../../../domain/contract/query.ts';
import type { Field } from '../../../domain/contract/result.ts';
import type { Shown } from '../shown-columns.ts';

/** The state of a field as its author set it; null: none. */
export function stateOf(field: Field, { note, column }: Shown): ColumnState['as'] | null {
  if (field === null || column.type !== 'number' || !note?.states) return null;
  const number = Number(field);
  return note.states.find((state) => fits(number, state))?.as ?? null;
}

function fits(number: number, { is, than }: ColumnState): boolean {
  switch (is) {
    case 'above':
      return number > than;
    case 'at_least':
      return number >= than;
    case 'below':
      return number < than;
    case 'at_most':
      return number <= than;
    case 'equal':
      return number === than;
    case 'not_equal':
      return number !== than && !Number.isNaN(number);
  }
}

/** How much of its cell a bar fills, from 0 to 1; null: it has none. */
export function barOf(field: Field, { note, column, most }: Shown): number | null {
  if (!note?.bar || column.type !== 'number' || field === null) return null;
  const share = Math.abs(Number(field)) / (most || 1);
  return Number.isFinite(share) ? Math.min(1, share) : null;
}
