// The sheet tables that a run reads: which there are for its text, whether its member may use them, and their rows.
import type { ReadTable } from '../../domain/contract/sheet-tables/read-table.ts';
import type { Query } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import type { SheetRows } from '../../domain/sheet-tables/sheet-rows.ts';
import type { KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import type { KnownTable } from '../catalog/sheet-tables/sheet-tables.ts';
import type { ReadText } from '../engines/engine.ts';
import type { SheetTables } from '../engines/sheet-tables.ts';
import type { Member } from '../identity/member.ts';
import type { Sources } from '../sources/sources.ts';
import type { WantedRun } from './request.ts';

/** A sheet table as a run reads it. */
export interface RunTable {
  /** What is told of it. */
  read: ReadTable;
  rows: SheetRows;
}

/** Of all sheet tables that a text reads: what is bound is held by this server and by the database at once. */
const MOST_READ_BYTES = 64 * 1024 * 1024;

/** The columns that a text may name: those of the rows that count, or the table's own while there are none. */
export function tablesFor(tables: KnownTables): SheetTables {
  return (name) => {
    const table = tables.get(name);
    return table === null ? null : (table.rows?.columns ?? table.columns);
  };
}

/** Whose right to its sheet tables a run needs: behind a share link stands who made it. */
export function userOf({
  member,
  origin,
  linkMaker,
}: Pick<WantedRun, 'member' | 'origin' | 'linkMaker'>): Member {
  return origin === 'link' && linkMaker !== undefined ? linkMaker : member;
}

/** Throws Problem forbidden where the member may not use one of them. */
export function requireTables(tables: KnownTables, names: readonly string[], member: Member): void {
  for (const name of names) {
    const table = tables.get(name);
    if (table !== null && !tables.mayUse(member, table)) throw notForThem(table);
  }
}

function notForThem({ name, publisher }: KnownTable): Problem {
  const who = publisher.name || publisher.email || 'its publisher';
  const detail = `The query reads the sheet table ${name}, which you may not use. Ask ${who}, who publishes it.`;
  return new Problem('forbidden', detail, { sheetTable: name });
}

/** The names of the sheet tables that a saved query reads; none where its text cannot be read. */
export async function tablesOfQuery(
  { sources, tables }: { sources: Sources; tables: KnownTables },
  { source, sql, parameters }: Pick<Query, 'source' | 'sql' | 'parameters'>,
): Promise<string[]> {
  // What does not say the word, nor spells a name by its letters' numbers (U&"\0073heet"), reads none.
  if (!/sheet|u&"/i.test(sql)) return [];
  const declared = parameters.map(({ name }) => name);
  try {
    const reading = await sources.get(source).engine.read(sql, declared, tablesFor(tables));
    return reading.sheetTables.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** Whether these rows are those that count now, and the member may use them. */
export function areCurrent(
  tables: KnownTables,
  read: readonly RunTable[],
  member: Member,
): boolean {
  return read.every(({ read: { name, at, fingerprint } }) => {
    const table = tables.get(name);
    if (table === null || !tables.mayUse(member, table)) return false;
    return table.rows?.fingerprint === fingerprint && table.rows.at === at;
  });
}

/**
 * The rows of all tables that a text reads, in its order. Null where they, or the columns that it was read with, have
 * been replaced meanwhile: it is to be read anew. Throws Problem forbidden, sheet_table_empty, sql_not_allowed.
 */
export async function readTables(
  tables: KnownTables,
  { sheetTables }: ReadText,
  member: Member,
): Promise<RunTable[] | null> {
  requireTables(
    tables,
    sheetTables.map(({ name }) => name),
    member,
  );
  const bytes = sheetTables.map(({ name }) => tables.get(name)?.rows?.byteCount ?? 0);
  requireFew(bytes.reduce((sum, some) => sum + some, 0));
  const read: RunTable[] = [];
  for (const { name, columns } of sheetTables) {
    const table = tables.get(name);
    if (table === null) return null;
    if (table.rows === null) throw isEmpty(table);
    if (JSON.stringify(table.rows.columns) !== JSON.stringify(columns)) return null;
    const rows = await tables.rows(table.rows);
    if (rows === null) return null;
    const { at, fingerprint, rowCount, leftOut } = table.rows;
    read.push({ rows, read: { name, title: table.title, at, fingerprint, rowCount, leftOut } });
  }
  return read;
}

function requireFew(bytes: number): void {
  if (bytes <= MOST_READ_BYTES) return;
  const [told, most] = [bytes, MOST_READ_BYTES].map((some) => Math.ceil(some / 1024 / 1024));
  const detail = `The query reads ${told} MB of sheet tables, and ${most} MB is the most. Read fewer of them in one query.`;
  throw new Problem('sql_not_allowed', detail);
}

function isEmpty({ name, publisher }: KnownTable): Problem {
  const who = publisher.name || publisher.email || 'its publisher';
  const detail = `No rows of the sheet table ${name} were published yet. Ask ${who} to publish them from the spreadsheet.`;
  return new Problem('sheet_table_empty', detail, { sheetTable: name });
}

/** What an envelope says of the sheet tables that were read. */
export function tablesRead({ tables }: { tables?: readonly ReadTable[] | undefined }): {
  sheetTables?: ReadTable[];
} {
  return tables === undefined || tables.length === 0 ? {} : { sheetTables: [...tables] };
}
