// Finds what of a text could be varied inside, and where that would be written; what cannot be told for certain is closed.
import { isDeepStrictEqual } from 'node:util';
import type { Node, SelectStmt } from 'libpg-query';
import type { Inside, Span } from '../../../../domain/contract/teaching/inside.ts';
import { closedShape, type OpenShape } from '../../../../domain/teaching/open-shape.ts';
import { clausesOf } from '../sentences/clauses.ts';
import { preparedOf } from '../sentences/prepared.ts';
import { placed, unwrapped, type Stretch } from '../sentences/stretch.ts';
import type { Dissection, Reading } from '../statement/parser.ts';
import { unitOffset, authorOffset } from '../statement/position.ts';
import { bare } from './alike.ts';
import { shapeOf, type Shape } from './shape.ts';
import type { SpanHere } from './spans.ts';
import { splice, type Places } from './splice.ts';

/** Reads and dissects a text again; null where it is no statement. */
export type Dissect = (sql: string) => Promise<Dissection | null>;

const UNCLEAR = 'The query is written in a way in which nothing can be put into it for certain.';

export async function openingsIn(
  sql: string,
  reading: Reading,
  dissect: Dissect,
): Promise<OpenShape> {
  const dissection = await dissect(sql);
  const select = selectIn(dissection);
  if (dissection === null || select === null) return closedShape(UNCLEAR);
  const shape = shapeOf(select);
  if (shape.why !== null) return closedShape(shape.why);
  const places = placesOf(sql, { reading, dissection, select, shape });
  if (places === null) return closedShape(UNCLEAR);
  const open = {
    ...shape,
    spans: shape.spans.filter(({ column }) => Object.hasOwn(places.spans, column)),
    places,
  };
  return (await holds(sql, open, { select, dissect })) ? open : closedShape(UNCLEAR);
}

function selectIn(dissection: Dissection | null): SelectStmt | null {
  const statement = dissection?.tree.stmts?.[0]?.stmt;
  return statement && 'SelectStmt' in statement ? statement.SelectStmt : null;
}

interface Found {
  reading: Reading;
  dissection: Dissection;
  select: SelectStmt;
  shape: Shape;
}

function placesOf(sql: string, { reading, dissection, select, shape }: Found): Places | null {
  const whole = placed(dissection.tokens.filter(({ text }) => text !== ';'));
  const rest = preparedOf(unwrapped(whole), select.withClause)?.rest;
  const clauses = rest && clausesOf(rest);
  const [list, from] = [clauses?.get('select'), clauses?.get('from')];
  if (!clauses || !list || !from) return null;
  const [where, group] = [clauses.get('where'), clauses.get('group')];
  const begins = where?.[1]?.from;
  return {
    aliases: Object.fromEntries(shape.tables.map(({ table, alias }) => [table, alias])),
    columns: endOf(list),
    from: endOf(from),
    group: group === undefined ? null : endOf(group),
    where: begins === undefined ? null : { from: begins, to: endOf(where), isOr: isOr(select) },
    spans: Object.fromEntries(
      shape.spans.flatMap((span) => {
        const units = unitPlaces(sql, span, { reading, dissection });
        return units === null ? [] : [[span.column, { units, names: span.names }]];
      }),
    ),
  };
}

const endOf = (stretch: Stretch | undefined) => stretch?.at(-1)?.to ?? 0;

const isOr = ({ whereClause }: SelectStmt) =>
  whereClause !== undefined &&
  'BoolExpr' in whereClause &&
  whereClause.BoolExpr.boolop === 'OR_EXPR';

// The tree counts bytes of the text that is sent.
function unitPlaces(
  sql: string,
  { units }: SpanHere,
  { reading, dissection }: Pick<Found, 'reading' | 'dissection'>,
): { from: number; to: number }[] | null {
  const sent = Buffer.from(reading.text);
  const found = units.map(({ location = 0 }) => {
    const before = sent.subarray(0, location).toString();
    const from = authorOffset(reading, unitOffset(reading.text, [...before].length));
    return dissection.tokens.find((token) => token.from === from && token.kind === 'string');
  });
  const isPlain = found.every((token) => token !== undefined && /^'\w+'$/.test(token.text));
  if (!isPlain || found.length === 0) return null;
  return found.flatMap((token) => (token ? [{ from: token.from, to: token.to }] : []));
}

const OTHER: Readonly<Record<Span, Span>> = {
  ...{ day: 'year', week: 'day', month: 'week', quarter: 'month', year: 'quarter' },
};

/** Whether a text into which everything is put says just what the first one says, and that besides. */
async function holds(
  sql: string,
  open: OpenShape & { tables: Shape['tables']; spans: Shape['spans'] },
  { select, dissect }: { select: SelectStmt; dissect: Dissect },
): Promise<boolean> {
  const { tables } = open;
  const probe: Inside = {
    conditions: tables.map(({ table }) => ({ table, column: 'a"b', is: 'empty' })),
    columns: tables.map(({ table }, index) => ({ table, column: 'a"b', as: `x${index}` })),
    spans: open.spans.map(({ column, by }) => ({ column, by: OTHER[by] })),
  };
  const unnamed = { ...open, spans: open.spans.map((span) => ({ ...span, isNamedSo: false })) };
  const written = selectIn(await dissect(splice(sql, probe, unnamed)));
  if (written === null) return false;
  for (const { units, by } of open.spans) {
    for (const unit of units) unit.sval = { sval: OTHER[by] };
  }
  return isDeepStrictEqual(bare(written), bare(expected(select, open)));
}

function expected(
  select: SelectStmt,
  { tables, isGrouped }: Pick<Shape, 'tables' | 'isGrouped'>,
): SelectStmt {
  const columns = tables.map(({ alias }): Node => ({
    ColumnRef: { fields: [{ String: { sval: alias } }, { String: { sval: 'a"b' } }] },
  }));
  const conditions = columns.map((arg): Node => ({ NullTest: { arg, nulltesttype: 'IS_NULL' } }));
  const { targetList = [], groupClause = [], whereClause } = select;
  const all = [...conjuncts(whereClause), ...conditions];
  const [only] = all;
  return {
    ...select,
    targetList: [
      ...targetList,
      ...columns.map((val, index): Node => ({ ResTarget: { name: `x${index}`, val } })),
    ],
    ...(isGrouped ? { groupClause: [...groupClause, ...columns] } : {}),
    ...(only && all.length === 1
      ? { whereClause: only }
      : { whereClause: { BoolExpr: { boolop: 'AND_EXPR', args: all } } }),
  };
}

function conjuncts(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return 'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR'
    ? (node.BoolExpr.args ?? [])
    : [node];
}
