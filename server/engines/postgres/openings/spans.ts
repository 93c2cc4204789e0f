// The columns of a select that are the beginning of a span of time by which it puts rows together: `date_trunc('month', since)`.
import { isDeepStrictEqual } from 'node:util';
import type { A_Const, Node, ResTarget, SelectStmt } from 'libpg-query';
import { spanSchema } from '../../../../domain/contract/teaching/inside.ts';
import type { OpenSpan } from '../../../../domain/teaching/open-shape.ts';
import { namesOf } from '../sentences/expressions.ts';
import type { TableHere } from './tables.ts';
import { bare } from './alike.ts';

export interface SpanHere extends OpenSpan {
  /** The constants that say the span, all of them. */
  units: A_Const[];
  /** The names of the result's columns up to it; null where they are not all known. */
  names: string[] | null;
}

interface Among {
  tables: readonly TableHere[];
  /** So that a column without a table's name can be of no other. */
  isAlone: boolean;
}

export function spansOf(select: SelectStmt, among: Among): SpanHere[] {
  const targets = (select.targetList ?? []).map((node) =>
    'ResTarget' in node ? node.ResTarget : {},
  );
  return targets.flatMap((target, index) => {
    const found = spanAt(select, target, { index, ...among });
    if (found === null) return [];
    const names = targets.slice(0, index + 1).map(nameOf);
    const isKnown = names.every((name) => name !== null);
    return [{ ...found, names: isKnown ? names : null, isNamedSo: isKnown && found.isNamedSo }];
  });
}

function spanAt(
  select: SelectStmt,
  target: ResTarget,
  { index, ...among }: Among & { index: number },
): Omit<SpanHere, 'names'> | null {
  const call = truncIn(target.val);
  const column = nameOf(target);
  if (call === null || column === null) return null;
  const of = columnOf(call.arg, among);
  const by = spanSchema.safeParse(call.unit.sval?.sval);
  if (of === null || !by.success || !isGroup(select, target, index)) return null;
  const units = allUnits(select, call.node);
  if (units === null) return null;
  return { column, ...of, by: by.data, units, isNamedSo: column === by.data };
}

interface Trunc {
  node: Node;
  unit: A_Const;
  arg: Node;
}

/** The call, by itself or as a date. */
function truncIn(node: Node | undefined): Trunc | null {
  if (node === undefined) return null;
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return namesOf(typeName?.names)?.at(-1) === 'date' ? callIn(arg) : null;
  }
  return callIn(node);
}

function callIn(node: Node | undefined): Trunc | null {
  if (node === undefined || !('FuncCall' in node)) return null;
  const { funcname, args = [] } = node.FuncCall;
  const [unit, arg] = args;
  if (namesOf(funcname)?.join('.') !== 'date_trunc' || args.length !== 2) return null;
  return unit && arg && 'A_Const' in unit ? { node, unit: unit.A_Const, arg } : null;
}

function columnOf(node: Node, { tables, isAlone }: Among): { table: string; of: string } | null {
  const names = 'ColumnRef' in node ? namesOf(node.ColumnRef.fields) : null;
  const [first = '', second] = names ?? [];
  if (names === null || names.length > 2) return null;
  if (second === undefined) {
    const [only] = tables;
    return only !== undefined && isAlone ? { table: only.table, of: first } : null;
  }
  const table = tables.find(({ alias }) => alias === first);
  return table === undefined ? null : { table: table.table, of: second };
}

/** Whether rows are put together by it: by its number, its name, or the same again. */
function isGroup(
  { groupClause = [] }: SelectStmt,
  { val, name }: ResTarget,
  index: number,
): boolean {
  return groupClause.some((node) => {
    if ('A_Const' in node) return node.A_Const.ival?.ival === index + 1;
    if ('ColumnRef' in node && name !== undefined) {
      return isDeepStrictEqual(namesOf(node.ColumnRef.fields), [name]);
    }
    const own = truncIn(node);
    return own !== null && isDeepStrictEqual(bare(own.node), bare(truncIn(val)?.node));
  });
}

/** Wherever the select shows it, groups or sorts by it; null where it reckons with it otherwise. */
function allUnits(select: SelectStmt, node: Node): A_Const[] | null {
  const { targetList = [], groupClause = [], sortClause = [], havingClause } = select;
  const shown = [
    ...targetList.map((each) => ('ResTarget' in each ? each.ResTarget.val : undefined)),
    ...groupClause,
    ...sortClause.map((each) => ('SortBy' in each ? each.SortBy.node : undefined)),
  ];
  const wanted = bare(node);
  const same = shown.flatMap((each) => {
    const trunc = truncIn(each);
    return trunc && isDeepStrictEqual(bare(trunc.node), wanted) ? [trunc.unit] : [];
  });
  const all = countOf([targetList, groupClause, sortClause, havingClause], wanted);
  return all === same.length ? same : null;
}

function countOf(root: unknown, wanted: unknown): number {
  const waiting = [root];
  let count = 0;
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('FuncCall' in node && isDeepStrictEqual(bare(node), wanted)) count++;
    waiting.push(...Object.values(node));
  }
  return count;
}

/** What a column of the result is called, where that is plain. */
export function nameOf({ name, val }: ResTarget): string | null {
  if (name !== undefined) return name;
  if (val === undefined) return null;
  if ('ColumnRef' in val) return namesOf(val.ColumnRef.fields)?.at(-1) ?? null;
  if ('FuncCall' in val) return namesOf(val.FuncCall.funcname)?.at(-1) ?? null;
  if ('TypeCast' in val && val.TypeCast.arg) return nameOf({ val: val.TypeCast.arg });
  return null;
}
