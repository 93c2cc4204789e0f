// Has the server read a spreadsheet: only for who shows that they may edit it, and once it was tried.
import type { SheetTableUpdate } from '../../../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../../../domain/problem.ts';
import { MARK_KEY } from '../../../../domain/sheet-tables/mark.ts';
import type { KnownTable } from '../../../catalog/sheet-tables/sheet-tables.ts';
import type { Google } from '../../../google/google.ts';
import { readSheetCells, type WantedTable } from '../../../google/sheet-cells.ts';
import type { Spreadsheet } from '../../../google/spreadsheet.ts';
import type { Member } from '../../../identity/member.ts';
import { spreadsheetOf, type FreshTables } from '../../../runs/fresh-tables.ts';

/** Nobody waits longer for a page, or for the sidebar. */
const TRIED_WITHIN_MS = 20_000;

/** Whether the server would read another spreadsheet than before. */
export function isReadElsewhere(table: KnownTable, change: SheetTableUpdate): boolean {
  const readBy = change.readBy ?? table.readBy;
  if (readBy !== 'server') return false;
  const place = change.place ?? table.place;
  return table.readBy !== 'server' || place.spreadsheet.id !== table.place.spreadsheet.id;
}

/** Without what is left out. */
export function given<T extends object>(change: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const known = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;
}

/** Throws Problem google_not_set_up, spreadsheet_not_shared, range_lost, forbidden. */
export async function requireReadable(
  { google }: { google: Google },
  {
    mark,
    title,
    ...table
  }: Omit<WantedTable, 'title'> & {
    title?: string | undefined;
    mark?: string | undefined;
  },
  member: Member,
): Promise<void> {
  const signal = AbortSignal.timeout(TRIED_WITHIN_MS);
  const spreadsheet = spreadsheetOf(google, table.place.spreadsheet.id, signal);
  // The server's account may read more than this member does: what is shared with it by others.
  if (member.role !== 'admin') await requireMark(spreadsheet, mark);
  await readSheetCells(spreadsheet, { ...table, title: title ?? table.name });
}

async function requireMark(spreadsheet: Spreadsheet, mark: string | undefined): Promise<void> {
  if (mark !== undefined) {
    const developerMetadataLookup = { metadataKey: MARK_KEY, metadataValue: mark };
    const found = await spreadsheet.metadata([{ developerMetadataLookup }]);
    if (found.length > 0) return;
  }
  const detail =
    'Only who may edit the spreadsheet has the server read it. Choose that in the sidebar, in the spreadsheet itself, or ask an admin.';
  throw new Problem('forbidden', detail);
}

/** What keeps it from being read is told by the table. */
export async function readNow(
  { fresh }: { fresh: FreshTables },
  name: string,
  user: Member,
): Promise<void> {
  try {
    await fresh.read([name], { maxAgeSeconds: 0, user });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
