// Cells as text for elsewhere: Markdown for documents, SQL for another query. (Tab-separated is in tab-separated.ts.)
import type { Column, Field, Result } from '../../../domain/contract/result.ts';
import { isNumeric } from '../../../ui/fields/field-text.ts';

type Cells = Pick<Result, 'columns' | 'rows'>;

/** A table as Markdown has it, numbers at the right. */
export function markdown({ columns, rows }: Cells): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ name }) => markdownCell(name))),
    line(columns.map((column) => (isNumeric(column) ? '---:' : '---'))),
    ...rows.map((row) =>
      line(row.map((field) => (field === null ? '' : markdownCell(String(field))))),
    ),
  ].join('\n');
}

const markdownCell = (text: string) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/\r\n|\r|\n/g, '<br>');

/** One column as a list for `in (…)`, several as rows of `values`. */
export function sqlValues({ columns, rows }: Cells): string {
  const literals = rows.map((row) =>
    row.map((field, index) => sqlLiteral(field, columns[index])).join(', '),
  );
  if (columns.length === 1) return `(${literals.join(', ')})`;
  return `values\n${literals.map((row) => `  (${row})`).join(',\n')}`;
}

function sqlLiteral(field: Field, column: Column | undefined): string {
  if (field === null) return 'null';
  if (typeof field === 'boolean') return String(field);
  const text = String(field);
  if (column?.type === 'number' && /^-?\d[\d.e+-]*$/.test(text)) return text;
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // A backslash means itself whatever the session's settings are.
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
