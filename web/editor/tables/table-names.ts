// How tables are named: in SQL, among each other, and by the keys that lead from one to another.
import type { Table } from '../../../domain/contract/schema.ts';
import { sqlName } from '../sql/sql-name.ts';

/** Tells the tables of a source apart. */
export const idOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>) => `${schema}.${name}`;

/** As SQL finds it whatever else has its name. */
export const wholeName = ({ schema, name }: Table) => `${sqlName(schema)}.${sqlName(name)}`;

/** As a person writes it. */
export function writtenName(table: Table, searchPath: readonly string[]): string {
  return searchPath.includes(table.schema) ? sqlName(table.name) : wholeName(table);
}

/** The same of the table that several columns refer to together. */
export const idOfReferred = ({ schema, table }: Table['wideKeys'][number]) => `${schema}.${table}`;

/** The table that a column refers to (`schema.table.column`, in which a name may itself have a point). */
export function referredTable(references: string, tables: readonly Table[]): Table | undefined {
  return tables.find((table) => references.startsWith(`${idOf(table)}.`));
}

/** A column that refers to another table, or several that do together. */
export interface KeyTo {
  table: Table;
  columns: string[];
}

/** By a table's id: the columns that refer to it. */
export function keysTo(tables: readonly Table[]): Map<string, KeyTo[]> {
  const keys = new Map<string, KeyTo[]>();
  const note = (to: string, key: KeyTo) => keys.set(to, [...(keys.get(to) ?? []), key]);
  for (const table of tables) {
    for (const { name, references } of table.columns) {
      const to = references === null ? undefined : referredTable(references, tables);
      if (to) note(idOf(to), { table, columns: [name] });
    }
    for (const key of table.wideKeys) note(idOfReferred(key), { table, columns: key.columns });
  }
  return keys;
}
