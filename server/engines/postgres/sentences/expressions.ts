// What an expression is called in a sentence, such as "the month of created_at"; null where that takes more than a few words.
import { own } from '../../../../domain/own.ts';
import type { A_Const, A_Expr, ColumnRef, FuncCall, Node, TypeCast } from 'libpg-query';
import {
  column,
  listed,
  parameter,
  together,
  value,
  wording,
  type Known,
  type Words,
} from './said.ts';

/** Deeper expressions are shown, not said. */
const DEEPEST = 6;

export function named(node: Node | undefined, known: Known, depth = 0): Words | null {
  if (node === undefined || depth > DEEPEST) return null;
  if ('ColumnRef' in node) return columnWords(node.ColumnRef);
  if ('ParamRef' in node) {
    const name = known.names[(node.ParamRef.number ?? 0) - 1];
    return name === undefined ? null : [parameter(name)];
  }
  if ('A_Const' in node) return constantWords(node.A_Const);
  if ('TypeCast' in node) return castWords(node.TypeCast, known, depth);
  if ('FuncCall' in node) return callWords(node.FuncCall, known, depth);
  if ('A_Expr' in node) return operatorWords(node.A_Expr, known, depth);
  if ('SQLValueFunction' in node) return momentWords(node.SQLValueFunction.op);
  if ('CoalesceExpr' in node && depth === 0) {
    const [first, second, ...more] = node.CoalesceExpr.args ?? [];
    if (more.length > 0) return null;
    const [wanted, instead] = [named(first, known, 1), named(second, known, 1)];
    return together(wanted, ' (or ', instead, ' where that is empty)');
  }
  return null;
}

/** The parts of a name; null for `*`. */
export function namesOf(nodes: readonly Node[] | undefined): string[] | null {
  const names = (nodes ?? []).map((node) => ('String' in node ? (node.String.sval ?? '') : null));
  return names.every((name) => name !== null) ? names : null;
}

function columnWords({ fields }: ColumnRef): Words | null {
  const names = namesOf(fields);
  return names === null ? null : [column(names.join('.'))];
}

function constantWords({ ival, fval, boolval, sval, isnull }: A_Const): Words | null {
  if (isnull === true) return null;
  if (ival !== undefined) return [value(String(ival.ival ?? 0))];
  if (fval !== undefined) return [value(fval.fval ?? '')];
  if (boolval !== undefined) return [value(String(boolval.boolval === true))];
  return sval === undefined ? null : [value(`'${sval.sval ?? ''}'`)];
}

function momentWords(op: string | undefined): Words | null {
  if (op === 'SVFOP_CURRENT_DATE') return together('today');
  if (op === 'SVFOP_CURRENT_TIMESTAMP') return together('now');
  return null;
}

const CASTS: Readonly<Record<string, string>> = {
  date: 'a date',
  text: 'text',
  numeric: 'a number',
  int4: 'a whole number',
  bool: 'yes or no',
  timestamptz: 'a time',
};

function castWords({ arg, typeName }: TypeCast, known: Known, depth: number): Words | null {
  const type = namesOf(typeName?.names)?.at(-1) ?? '';
  if (typeName?.arrayBounds !== undefined || typeName?.typmods !== undefined) return null;
  if (arg && 'A_Const' in arg && arg.A_Const.sval !== undefined) {
    const text = arg.A_Const.sval.sval ?? '';
    return type === 'interval' ? [value(text)] : [value(`'${text}'`)];
  }
  const words = named(arg, known, depth + 1);
  // The beginning of a month is a day already.
  if (type === 'date' && isDateTrunc(arg)) return words;
  const as = own(CASTS, type);
  return as === undefined ? null : together(words, ` as ${as}`);
}

function isDateTrunc(node: Node | undefined): boolean {
  const call = node && 'FuncCall' in node ? node.FuncCall : undefined;
  return namesOf(call?.funcname)?.at(-1) === 'date_trunc' && (call?.args ?? []).length === 2;
}

const UNITS = new Set('minute hour day week month quarter year'.split(' '));

/** What `extract` takes out; of a span of time it is the same part of that. */
const NUMBERS: Readonly<Record<string, string>> = {
  year: 'the number of the year in ',
  quarter: 'the number of the quarter in ',
  month: 'the number of the month in ',
  week: 'the number of the week (ISO) in ',
  day: 'the number of the day in ',
  hour: 'the number of the hour in ',
  minute: 'the number of the minute in ',
  dow: 'the number of the weekday (0 is Sunday) in ',
  isodow: 'the number of the weekday (1 is Monday) in ',
};

const AGGREGATES: Readonly<Record<string, string>> = {
  sum: 'the sum of ',
  avg: 'the average of ',
  min: 'the smallest ',
  max: 'the largest ',
};

function callWords(call: FuncCall, known: Known, depth: number): Words | null {
  const { over, agg_order, agg_within_group, func_variadic } = call;
  if (over || agg_order || agg_within_group === true || func_variadic === true) return null;
  const names = namesOf(call.funcname) ?? [];
  const name = names.filter((part, at) => at > 0 || part !== 'pg_catalog').join('.');
  const aggregate = aggregateWords(name, call, { known, depth });
  if (aggregate === undefined) return plainCallWords(name, call, { known, depth });
  if (call.agg_filter === undefined) return aggregate;
  // In a longer expression nobody would see where the filter ends.
  if (depth > 0) return null;
  const only = known.condition(call.agg_filter, known);
  const isCount = name === 'count' && call.agg_star === true;
  return isCount
    ? together('the number of rows where ', only)
    : together(aggregate, ' (counting only rows where ', only, ')');
}

interface Place {
  known: Known;
  depth: number;
}

/** Undefined for what is no aggregate that has words. */
function aggregateWords(
  name: string,
  { args = [], agg_star, agg_distinct }: FuncCall,
  { known, depth }: Place,
): Words | null | undefined {
  const of = () => named(args[0], known, depth + 1);
  if (name === 'count') {
    if (agg_star === true) return together('the number of rows');
    if (args.length !== 1) return null;
    if (agg_distinct === true) return together('the number of different values of ', of());
    return together('the number of rows where ', of(), ' is not empty');
  }
  const words = own(AGGREGATES, name);
  if (words === undefined || args.length !== 1) return undefined;
  return together(agg_distinct === true ? `${words}different ` : words, of());
}

function plainCallWords(name: string, call: FuncCall, { known, depth }: Place): Words | null {
  const { args = [], agg_filter, agg_distinct, agg_star } = call;
  if (agg_filter || agg_distinct === true || agg_star === true) return null;
  if (name === 'now' && args.length === 0) return together('now');
  const [first, second] = args;
  const unit = first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
  if (name === 'date_trunc' && args.length === 2 && unit !== undefined && UNITS.has(unit)) {
    return together(`the ${unit} of `, named(second, known, depth + 1));
  }
  if (name === 'date_trunc' && args.length === 3 && unit !== undefined && UNITS.has(unit)) {
    const [of, zone] = [named(second, known, depth + 1), named(args[2], known, depth + 1)];
    return together(`the ${unit} of `, of, ' in the time zone ', zone);
  }
  if ((name === 'extract' || name === 'date_part') && args.length === 2 && unit !== undefined) {
    return together(own(NUMBERS, unit.toLowerCase()) ?? null, named(second, known, depth + 1));
  }
  // What else has a syntax of its own, such as `overlay(… placing …)`, is not written as a call.
  if (call.funcformat !== 'COERCE_EXPLICIT_CALL') return null;
  const given = args.map((arg) => named(arg, known, depth + 1));
  return together(
    wording(`${name}(`),
    given.length === 0 ? '' : listed(given, { last: ', ' }),
    wording(')'),
  );
}

const SIGNS = new Set(['+', '-', '*', '/', '||']);

function operatorWords(
  { kind, name, lexpr, rexpr }: A_Expr,
  known: Known,
  depth: number,
): Words | null {
  const sign = namesOf(name)?.join('.') ?? '';
  if (kind !== 'AEXPR_OP' || lexpr === undefined) return null;
  if (sign === '->>' || sign === '->') {
    const key = rexpr && 'A_Const' in rexpr ? rexpr.A_Const.sval?.sval : undefined;
    return key === undefined ? null : together(value(key), ' in ', named(lexpr, known, depth + 1));
  }
  const span = intervalOf(rexpr);
  if (span !== null && (sign === '-' || sign === '+')) {
    const way = sign === '-' ? ' before ' : ' after ';
    return together(value(span), way, named(lexpr, known, depth + 1));
  }
  if (!SIGNS.has(sign)) return null;
  const left = isChain(lexpr, sign) ? named(lexpr, known, depth + 1) : operand(lexpr, known, depth);
  return together(left, ` ${sign} `, operand(rexpr, known, depth));
}

/** `a || b` in `a || b || c`: the same from left to right. */
function isChain(node: Node, sign: string): boolean {
  if (!('A_Expr' in node) || intervalOf(node.A_Expr.rexpr) !== null) return false;
  return node.A_Expr.kind === 'AEXPR_OP' && namesOf(node.A_Expr.name)?.join('.') === sign;
}

// In brackets, where it is made by an operator or a cast itself.
function operand(node: Node | undefined, known: Known, depth: number): Words | null {
  const words = named(node, known, depth + 1);
  const isMade = node !== undefined && ('A_Expr' in node || 'TypeCast' in node);
  return isMade && words !== null && words.length > 1 ? together('(', words, ')') : words;
}

function intervalOf(node: Node | undefined): string | null {
  const cast = node && 'TypeCast' in node ? node.TypeCast : undefined;
  if (namesOf(cast?.typeName?.names)?.at(-1) !== 'interval') return null;
  if (cast?.typeName?.typmods !== undefined) return null;
  const arg = cast?.arg;
  return arg && 'A_Const' in arg ? (arg.A_Const.sval?.sval ?? null) : null;
}

const TIMES = new Set(['date', 'timestamp', 'timestamptz']);

/** Whether it is certainly a date or a time. */
export function isTime(node: Node | undefined, known: Known): boolean {
  if (node === undefined) return false;
  if ('ParamRef' in node)
    return known.times.has(known.names[(node.ParamRef.number ?? 0) - 1] ?? '');
  if ('SQLValueFunction' in node) return momentWords(node.SQLValueFunction.op) !== null;
  if ('TypeCast' in node) return TIMES.has(namesOf(node.TypeCast.typeName?.names)?.at(-1) ?? '');
  if ('FuncCall' in node) {
    return ['now', 'date_trunc'].includes(namesOf(node.FuncCall.funcname)?.at(-1) ?? '');
  }
  if ('CoalesceExpr' in node) return isTime(node.CoalesceExpr.args?.[0], known);
  return 'A_Expr' in node && intervalOf(node.A_Expr.rexpr) !== null
    ? isTime(node.A_Expr.lexpr, known)
    : false;
}
