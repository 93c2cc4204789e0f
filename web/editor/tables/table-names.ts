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

/** The table that a column refers to (`schema.table.column`, in which a name may itself have a point). */
export function referredTable(references: string, tables: readonly Table[]): Table | undefined {
  return tables.find((table) => references.startsWith(`${idOf(table)}.`));
}

/** A column that refers to another table. */
export interface KeyTo {
  table: Table;
  column: string;
}

/** By a table's id: the columns that refer to it. */
export function keysTo(tables: readonly Table[]): Map<string, KeyTo[]> {
  const keys = new Map<string, KeyTo[]>();
  for (const table of tables) {
    for (const { name: column, references } of table.columns) {
      const to = references === null ? undefined : referredTable(references, tables);
      if (to) keys.set(idOf(to), [...(keys.get(idOf(to)) ?? []), { table, column }]);
    }
  }
  return keys;
}
