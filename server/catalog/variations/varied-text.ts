// The text of a selection from a query, and why there is none where it reaches into what the author has not opened.
import type { Inside, OpenedColumns } from '../../../domain/contract/teaching/inside.ts';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import { own } from '../../../domain/own.ts';
import { Problem } from '../../../domain/problem.ts';
import type { OpenShape } from '../../../domain/teaching/open-shape.ts';
import type { KnownQuery } from '../queries/known-query.ts';

/** What the engine of a data source does with texts; null where it has none of it. */
export interface Varying {
  select: (source: string, sql: string, selection: Selection) => string | null;
  vary: (source: string, sql: string, inside: Inside, shape: OpenShape) => string | null;
  /** Throws what reading the text throws. */
  openings: (source: string, sql: string, declared: readonly string[]) => Promise<OpenShape>;
}

export type VariedText = Pick<KnownQuery, 'sql' | 'selectsFrom'> | { refused: string };

/** `shape` is that of the original, where it is needed and known. Null where the source's engine has no variations. */
export function variedText(
  of: KnownQuery,
  selection: Selection,
  { shape, varying }: { shape: OpenShape | null; varying: Varying },
): VariedText | null {
  const { source, sql } = of;
  const { inside } = selection;
  const refused = inside === undefined ? null : refusal(inside, of, shape);
  if (refused !== null) return { refused };
  const from =
    inside === undefined || shape === null ? sql : varying.vary(source, sql, inside, shape);
  const text = from === null ? null : varying.select(source, from, selection);
  return text === null || from === null ? null : { sql: text, selectsFrom: from };
}

/** Throws Problem invalid_request where there are no variations, sql_not_allowed where it is refused. */
export function requireText(
  { source }: KnownQuery,
  text: VariedText | null,
): Exclude<VariedText, { refused: string }> {
  if (text === null) {
    const detail = `The data source ${source} has no variations: its queries are run as they are.`;
    throw new Problem('invalid_request', detail);
  }
  if ('refused' in text) throw new Problem('sql_not_allowed', text.refused);
  return text;
}

/** Whether the text of the original has to be looked at to say what the selection gives. */
export const needsShape = (of: KnownQuery, { inside }: Selection): boolean =>
  inside !== undefined && Object.keys(of.variations).length > 0;

/** Why the original cannot be varied inside like that, in words; null where it can. */
function refusal(inside: Inside, of: KnownQuery, shape: OpenShape | null): string | null {
  if (Object.keys(of.variations).length === 0 && isSomething(inside))
    return notOpen(of.title, null);
  if (shape === null) {
    return isSomething(inside)
      ? 'The original could not be read just now. Try again in a moment.'
      : null;
  }
  const spans = inside.spans.map(({ column }) => {
    const span = shape.spans.find((each) => each.column === column);
    return span === undefined ? null : { table: span.table, column: span.of };
  });
  if (spans.includes(null)) return GONE;
  const reached = [
    ...inside.conditions,
    ...inside.columns,
    ...spans.filter((each) => each !== null),
  ];
  const closed = reached.find((each) => !isOpen(of.variations, each));
  if (closed !== undefined) return notOpen(of.title, `${closed.table}.${closed.column}`);
  return misfit(inside, shape);
}

const isSomething = ({ conditions, columns, spans }: Inside) =>
  conditions.length + columns.length + spans.length > 0;

const isOpen = (opened: OpenedColumns, { table, column }: { table: string; column: string }) =>
  own(opened, table)?.includes(column) === true;

const GONE =
  'The original is written otherwise by now, and no longer has what this changes inside it.';

const notOpen = (title: string, what: string | null) =>
  `“${title}” is not open to variations${what === null ? '' : ` by ${what}`}: its author decides that, and may have ended it.`;

function misfit({ conditions, columns }: Inside, shape: OpenShape): string | null {
  if (shape.why !== null) return shape.why;
  const tables = new Map(shape.tables.map((each) => [each.table, each]));
  for (const { table } of [...conditions, ...columns]) if (!tables.has(table)) return GONE;
  for (const { table } of conditions) {
    const { noFilter = null } = tables.get(table) ?? {};
    if (noFilter !== null) return noFilter;
  }
  if (columns.length === 0) return null;
  if (shape.noColumns !== null) return shape.noColumns;
  const names = [...shape.taken, ...columns.map(({ as }) => as)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `There would be two columns called ${twice}.`;
}
