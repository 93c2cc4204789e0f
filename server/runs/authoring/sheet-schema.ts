// The sheet tables among the tables of a source, for those who write queries: as though they stood in a schema `sheet`.
import type { Table } from '../../../domain/contract/schema.ts';
import type { TableType } from '../../../domain/sheet-tables/typed-cell.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import type { KnownTable } from '../../catalog/sheet-tables/sheet-tables.ts';
import type { Member } from '../../identity/member.ts';

/** As people who write SQL know them. */
const TYPES: Readonly<Record<TableType, string>> = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp',
};

/** Those that the member may use, in the place of a table of the database that has the name of one. */
export function withSheetTables(
  tables: readonly Table[],
  known: KnownTables,
  member: Member,
): Table[] {
  const usable = known.all().filter((table) => known.mayUse(member, table));
  const names = new Set(known.all().map(({ name }) => name));
  const others = tables.filter(({ schema, name }) => schema !== 'sheet' || !names.has(name));
  return [...others, ...usable.map(tableOf)];
}

function tableOf({ name, title, columns, rows, place }: KnownTable): Table {
  const { spreadsheet, tab } = place;
  return {
    ...{ schema: 'sheet', name, kind: 'table', rows: rows?.rowCount ?? null },
    commentBy: 'people',
    comment: `${title}: the tab ${tab} of ${spreadsheet.name || 'a spreadsheet'}`,
    columns: (rows?.columns ?? columns).map((column) => ({
      ...{ name: column.name, type: TYPES[column.type], comment: `Headed "${column.header}"` },
      commentBy: 'people',
      ...{ references: null, isKey: false, values: null },
    })),
    wideKeys: [],
  };
}
