// Where a cell leads: to a query or a board with its value, as the column's author says.
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Field } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';

/** Null where the column leads nowhere, or there is no value to take along. */
export function leadAddress(note: ColumnNote | undefined, field: Field): string | null {
  const lead = note?.leads;
  if (lead === undefined || field === null) return null;
  const { parameter, query, board } = lead;
  const search = new URLSearchParams({ [parameter]: String(field) });
  if (query !== undefined) return `${routes.queryPage(query)}?${search}`;
  return board === undefined ? null : `${routes.boardPage(board)}?${search}`;
}
