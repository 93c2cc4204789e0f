// What is asked of a table to show what stands in it: some rows, and the values of a column.
import type { Table } from '../../../domain/contract/schema.ts';
import { sqlName } from '../sql/sql-name.ts';
import { wholeName } from './table-names.ts';

export const SAMPLE_ROWS = 10;
export const MOST_VALUES = 100;

/** Its columns by name: `*` would be refused where only some of them may be read. */
export function sampleSql(table: Table): string {
  const columns = table.columns.map(({ name }) => sqlName(name)).join(', ');
  return `select ${columns}\nfrom ${wholeName(table)}\nlimit ${SAMPLE_ROWS}`;
}

/** PostgreSQL compares no two values of these types. */
const UNCOMPARED = /^(json|jsonpath|xml|point|line|polygon|box|lseg|path|circle)(\[\])*$/;

/** The most frequent values of a column, each with how often it stands there. */
export function valuesSql(table: Table, { name, type }: Table['columns'][number]): string {
  const value = sqlName(name) + (UNCOMPARED.test(type) ? '::text' : '');
  return `select ${value} as value, count(*) as rows
from ${wholeName(table)}
group by 1
order by 2 desc
limit ${MOST_VALUES}`;
}
