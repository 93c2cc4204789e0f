// What the author of a query opened to variations, as its forms show it: each column by one name, and what comes of it.
import type { Inside, Openings, Span } from '../../domain/contract/teaching/inside.ts';
import type { Condition, Selection } from '../../domain/contract/teaching/variation.ts';
import { asked, isWhole, type Known } from './selection-draft.ts';

/** A column of a table that is open. */
export interface OpenColumn {
  table: string;
  column: string;
  type: Known['type'];
  /** As the forms call it. */
  name: string;
  noFilter: string | null;
}

export const nothingInside: Inside = { conditions: [], columns: [], spans: [] };

export const openName = ({ table, column }: { table: string; column: string }) =>
  `${column} of ${table}`;

export function openColumns({ tables }: Openings): OpenColumn[] {
  return tables.flatMap(({ table, noFilter, columns }) =>
    columns.map(({ name: column, type }) => ({
      ...{ table, column, noFilter, type: type as Known['type'] },
      name: openName({ table, column }),
    })),
  );
}

/** The conditions inside as those of a form, and back. */
export const asConditions = ({ conditions }: Inside): Condition[] =>
  conditions.map(({ table, column, ...is }) => ({ ...is, column: openName({ table, column }) }));

export function fromConditions(
  conditions: readonly Condition[],
  columns: readonly OpenColumn[],
): Inside['conditions'] {
  return conditions.flatMap(({ column: name, ...is }) => {
    const open = columns.find((each) => each.name === name);
    return open === undefined ? [] : [{ ...is, table: open.table, column: open.column }];
  });
}

/** The columns of the result with what is changed inside. */
export function knownInside(
  known: readonly Known[],
  openings: Openings | null,
  { columns, spans }: Inside = nothingInside,
): Known[] {
  if (openings === null) return [...known];
  const types = openColumns(openings);
  const added = columns.map(({ table, column, by, as }): Known => {
    const open = types.find((each) => each.table === table && each.column === column);
    return { name: as, type: by === undefined ? (open?.type ?? 'text') : 'date' };
  });
  const renamed = known.map(({ name, type }) => {
    const by = spans.find(({ column }) => column === name)?.by;
    return { name: by === undefined ? name : spanName(openings, name, by), type };
  });
  return [...renamed, ...added];
}

/** What a column is called that is the beginning of such a span. */
export const spanName = ({ spans }: Openings, column: string, by: Span): string =>
  spans.find((span) => span.column === column)?.isNamedSo === true ? by : column;

/** As it is asked for: what is changed inside, too, without conditions that wait for a value. */
export function askedOpen(
  draft: Selection,
  known: readonly Known[],
  openings: Openings | null,
): Selection {
  const { inside, ...outer } = draft;
  const acting = asked(outer, knownInside(known, openings, inside));
  if (inside === undefined || openings === null)
    return draft.inside ? { ...acting, inside } : acting;
  const columns = openColumns(openings);
  const conditions = asConditions(inside).filter((condition) =>
    isWhole(condition, columns.find(({ name }) => name === condition.column)?.type ?? 'text'),
  );
  const whole = { ...inside, conditions: fromConditions(conditions, columns) };
  const isSomething = Object.values(whole).some((part) => part.length > 0);
  return isSomething ? { ...acting, inside: whole } : acting;
}

/** A name for a column that comes besides, which no other one has. */
export function freeName(
  openings: Openings,
  { table, column, by }: { table: string; column: string; by?: Span | undefined },
): string {
  const name = by === undefined ? column : `${by} of ${column}`;
  if (!openings.taken.includes(name)) return name;
  return by === undefined ? `${column} of ${table}` : `${by} of ${column} of ${table}`;
}

/** The values of a column that is open, the most frequent first. */
export function openValues({ table, column }: OpenColumn): { column: string; inside: Inside } {
  const as = 'value of it';
  return { column: as, inside: { ...nothingInside, columns: [{ table, column, as }] } };
}

/** The selection with another name for a column of the result. */
export function withName(selection: Selection, from: string, to: string): Selection {
  const name = (column: string) => (column === from ? to : column);
  const named = <T extends { column: string }>(all: readonly T[]) =>
    all.map((each) => ({ ...each, column: name(each.column) }));
  return {
    ...selection,
    conditions: named(selection.conditions),
    groups: named(selection.groups),
    order: named(selection.order),
    columns: selection.columns.map(name),
    totals: selection.totals.map((total) =>
      total.of === undefined ? total : { ...total, of: name(total.of) },
    ),
  };
}
