// Writes into a text what a variation changes inside it: what its author wrote stays, letter by letter, comments and all.
import { Problem } from '../../../../domain/problem.ts';
import type { Inside } from '../../../../domain/contract/teaching/inside.ts';
import type { OpenShape } from '../../../../domain/teaching/open-shape.ts';
import { beginningOf, compared, quoted, withoutEnd } from '../authoring/written.ts';

/** Where in the author's text something can be written; UTF-16 offsets. */
export interface Places {
  /** The name by which each table is reached. */
  aliases: Readonly<Record<string, string>>;
  /** Behind what it shows, behind FROM, and behind GROUP BY where there is one. */
  columns: number;
  from: number;
  group: number | null;
  /** What WHERE says; `isOr`: it would be read otherwise before a further condition. */
  where: { from: number; to: number; isOr: boolean } | null;
  /** For each column that is the beginning of a span: where its span stands, and what the columns up to it are called. */
  spans: Readonly<
    Record<string, { units: { from: number; to: number }[]; names: string[] | null }>
  >;
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Throws Problem invalid_request for what the shape does not have. */
export function splice(sql: string, inside: Inside, shape: OpenShape): string {
  const places = shape.places as Places | null;
  if (places === null) throw unfit();
  const edits = [
    ...conditionEdits(inside, places),
    ...columnEdits(inside, places, shape),
    ...spanEdits(inside, places),
  ];
  return renamed(edited(sql, edits), inside, shape);
}

const unfit = () =>
  new Problem('invalid_request', 'The query cannot be varied like that. Look at its forms again.');

// Of two at one place the first that is named comes first.
function edited(sql: string, edits: readonly Edit[]): string {
  let text = sql;
  const fromTheEnd = edits.map((edit, index) => ({ ...edit, index }));
  fromTheEnd.sort((a, b) => b.from - a.from || b.index - a.index);
  for (const { from, to, text: put } of fromTheEnd)
    text = text.slice(0, from) + put + text.slice(to);
  return text;
}

const insert = (at: number, text: string): Edit => ({ from: at, to: at, text });

function reference({ aliases }: Places, { table, column }: { table: string; column: string }) {
  const alias = Object.hasOwn(aliases, table) ? aliases[table] : undefined;
  if (alias === undefined) throw unfit();
  return `${quoted(alias)}.${quoted(column)}`;
}

function conditionEdits({ conditions }: Inside, places: Places): Edit[] {
  if (conditions.length === 0) return [];
  const { where, from } = places;
  const said = conditions.map((each) => compared(reference(places, each), each)).join(' and ');
  if (where === null) return [insert(from, ` where ${said}`)];
  if (!where.isOr) return [insert(where.to, ` and ${said}`)];
  return [insert(where.from, '('), insert(where.to, `) and ${said}`)];
}

function columnEdits({ columns }: Inside, places: Places, { isGrouped }: OpenShape): Edit[] {
  if (columns.length === 0) return [];
  const { group, where, from } = places;
  const values = columns.map((each) => {
    const column = reference(places, each);
    return each.by === undefined ? column : beginningOf(column, each.by);
  });
  const shown = columns.map(({ as }, index) => `${values[index]} as ${quoted(as)}`);
  const more = insert(places.columns, `, ${shown.join(', ')}`);
  if (!isGrouped) return [more];
  const groups = values.join(', ');
  return group === null
    ? [more, insert(where?.to ?? from, ` group by ${groups}`)]
    : [more, insert(group, `, ${groups}`)];
}

function spanEdits({ spans }: Inside, places: Places): Edit[] {
  return spans.flatMap(({ column, by }) => {
    const here = Object.hasOwn(places.spans, column) ? places.spans[column] : undefined;
    if (here === undefined) throw unfit();
    return here.units.map((unit) => ({ ...unit, text: `'${by}'` }));
  });
}

// From outside, so that what calls the column by its name inside goes on doing so.
function renamed(sql: string, { spans }: Inside, shape: OpenShape): string {
  const places = shape.places as Places;
  const isNamedSo = (column: string) =>
    shape.spans.some((span) => span.column === column && span.isNamedSo);
  const changed = new Map(
    spans.flatMap(({ column, by }) => (isNamedSo(column) ? [[column, by] as const] : [])),
  );
  const known = [...changed.keys()].map((column) => places.spans[column]?.names ?? []);
  const longest = known.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return sql;
  const names = longest.map((name) => quoted(changed.get(name) ?? name));
  return `select * from (\n${withoutEnd(sql)}\n) as varied (${names.join(', ')})`;
}
