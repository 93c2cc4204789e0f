// How choices of a sheet table are said.
import type { TableType } from '../../../domain/sheet-tables/typed-cell.ts';
import type { SheetTableView, TableWish } from '../../sheet-tables/table-views.ts';

export const USED_BY: Record<TableWish['usedBy'], string> = {
  everybody: 'Everybody who uses Sheetfeed',
  me: 'Only me and admins',
};

export const BAD_ROWS: Record<TableWish['badRows'], string> = {
  fail: 'Keep the rows from before',
  leave_out: 'Leave out bad rows and count them',
};

/** How rows come to the queries: by the add-on, at one of its times, or by the server. */
export type Way = NonNullable<TableWish['publishes']> | 'server';

export const WAYS: Record<Way, string> = {
  edited: 'Within seconds of each edit',
  hourly: 'Every hour',
  asked: 'When I press Publish now',
  server: 'At each run, read by the server',
};

export function wayOf({
  readBy,
  publishes = 'asked',
}: Pick<TableWish, 'readBy' | 'publishes'>): Way {
  return readBy === 'server' ? 'server' : publishes;
}

export function wishOf(way: Way): Required<Pick<TableWish, 'readBy' | 'publishes'>> {
  if (way === 'server') return { readBy: 'server', publishes: 'asked' };
  return { readBy: 'addon', publishes: way };
}

export const TYPES: Record<TableType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'TRUE or FALSE',
  date: 'Date',
  datetime: 'Date and time',
};

export function usedByWords({ usedBy }: SheetTableView): string {
  return {
    everybody: 'Everybody may use it',
    me: 'Only its publisher may use it',
    some: 'Some people may use it',
  }[usedBy];
}
