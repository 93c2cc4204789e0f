// Of the columns that lead to a query or a board only those leads that the member may see: nobody learns what there is from one.
import type { ColumnNote } from '../../../domain/contract/query.ts';
import { visibleBoard, type BoardOptions } from '../../catalog/boards/boards.ts';
import type { Member } from '../../identity/member.ts';

export async function withSeenLeads(
  options: BoardOptions,
  columns: readonly ColumnNote[],
  member: Member,
): Promise<ColumnNote[]> {
  const seen: ColumnNote[] = [];
  for (const note of columns) {
    const { leads: _leads, ...rest } = note;
    seen.push((await isSeen(options, note, member)) ? note : rest);
  }
  return seen;
}

async function isSeen(
  options: BoardOptions,
  { leads }: ColumnNote,
  member: Member,
): Promise<boolean> {
  if (leads?.query !== undefined) return options.catalog.visible(leads.query, member) !== null;
  if (leads?.board !== undefined) {
    return (await visibleBoard(options, leads.board, member)) !== null;
  }
  return true;
}

/** For lists, and for whoever has a share link: without any. */
export function withoutLeads<Query extends { columns: ColumnNote[] }>(query: Query): Query {
  return { ...query, columns: query.columns.map(({ leads: _leads, ...note }) => note) };
}
