// Names, constants and conditions as SQL, of what people chose in forms.
import type { Compared, Span } from '../../../../domain/contract/teaching/inside.ts';

/** An identifier (PostgreSQL, "Identifiers and Key Words"): NUL has no place in a text that is sent. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A string constant; with a backslash in the form that reads it the same whatever the session is set to. */
export function constant(value: string): string {
  const text = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${text.replaceAll('\\', '\\\\')}` : text;
}

/** A day, and not its midnight: as such it is shown, and matched with what stood there before. */
export const beginningOf = (column: string, by: Span) => `date_trunc('${by}', ${column})::date`;

const operators = {
  equal: '=',
  // With null on one side, too.
  not_equal: 'is distinct from',
  above: '>',
  at_least: '>=',
  below: '<',
  at_most: '<=',
} as const;

/** The condition on what is written as `from`. */
export function compared(from: string, { is, value = '' }: Compared): string {
  if (is === 'empty') return `${from} is null`;
  if (is === 'not_empty') return `${from} is not null`;
  if (is === 'contains') return `strpos(lower(${from}::text), lower(${constant(value)})) > 0`;
  return `${from} ${operators[is]} ${constant(value)}`;
}

/** The text without the semicolon at its end: the only place where one statement may hold one outside strings and comments. */
export function withoutEnd(sql: string): string {
  let end = sql.length;
  while (/[;\s]/.test(sql.charAt(end - 1))) end -= 1;
  return sql.slice(0, end);
}
