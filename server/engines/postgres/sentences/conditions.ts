// What a condition says, such as "paid_at is empty"; null where that takes more than a few words.
import { own } from '../../../../domain/own.ts';
import type { A_Expr, BoolExpr, BooleanTest, Node, NullTest } from 'libpg-query';
import { isTime, named, namesOf } from './expressions.ts';
import { listed, together, type Known, type Words } from './said.ts';

export function condition(node: Node | undefined, known: Known, depth = 0): Words | null {
  if (node === undefined || depth > 4) return null;
  if ('BoolExpr' in node) return combined(node.BoolExpr, known, depth);
  if ('NullTest' in node) return emptiness(node.NullTest, known);
  if ('BooleanTest' in node) return truth(node.BooleanTest, known);
  if ('A_Expr' in node) return comparison(node.A_Expr, known);
  return together(yesOrNo(node, known), ' is true');
}

/** What is true or false by itself. */
function yesOrNo(node: Node, known: Known): Words | null {
  if ('ColumnRef' in node || 'ParamRef' in node) return named(node, known);
  if (!('TypeCast' in node)) return null;
  const { arg, typeName } = node.TypeCast;
  const isBoolean = namesOf(typeName?.names)?.at(-1) === 'bool';
  return isBoolean && arg && !('A_Const' in arg) ? named(arg, known) : null;
}

function combined({ boolop, args = [] }: BoolExpr, known: Known, depth: number): Words | null {
  if (boolop === 'NOT_EXPR') {
    return args[0] === undefined ? null : together(yesOrNo(args[0], known), ' is false');
  }
  const words = args.map((arg) => {
    const said = condition(arg, known, depth + 1);
    return 'BoolExpr' in arg && arg.BoolExpr.boolop !== 'NOT_EXPR'
      ? together('(', said, ')')
      : said;
  });
  const between = boolop === 'OR_EXPR' ? ' or ' : ' and ';
  return listed(words, { between, last: between });
}

function emptiness({ arg, nulltesttype }: NullTest, known: Known): Words | null {
  const isNot = nulltesttype === 'IS_NOT_NULL';
  if (arg && 'ParamRef' in arg) {
    return together(named(arg, known), isNot ? ' is given' : ' is left empty');
  }
  return together(named(arg, known), isNot ? ' is not empty' : ' is empty');
}

const TRUTHS: Readonly<Record<string, string>> = {
  IS_TRUE: ' is true',
  IS_NOT_TRUE: ' is not true',
  IS_FALSE: ' is false',
  IS_NOT_FALSE: ' is not false',
};

function truth({ arg, booltesttype }: BooleanTest, known: Known): Words | null {
  const words = TRUTHS[booltesttype ?? ''];
  return words === undefined ? null : together(named(arg, known), words);
}

function comparison(expression: A_Expr, known: Known): Words | null {
  const { kind, name, lexpr, rexpr } = expression;
  const sign = namesOf(name)?.join('.') ?? '';
  const left = named(lexpr, known);
  // Of all kinds there are, those that are said.
  const told: string = kind ?? '';
  switch (told) {
    case 'AEXPR_OP':
      return together(left, verbOf(sign, expression, known), named(rexpr, known));
    case 'AEXPR_OP_ANY':
      return sign === '=' ? together(left, ' is one of ', named(rexpr, known)) : null;
    case 'AEXPR_LIKE':
      return together(left, patternVerb(sign, '~~'), named(rexpr, known));
    case 'AEXPR_ILIKE':
      return together(
        ...[left, patternVerb(sign, '~~*'), named(rexpr, known)],
        ' in capitals or not',
      );
    case 'AEXPR_IN':
      return together(
        left,
        sign === '=' ? ' is one of ' : ' is something, but none of ',
        itemsOf(rexpr, known, ', '),
      );
    case 'AEXPR_BETWEEN':
      return together(left, ' is between ', itemsOf(rexpr, known, ' and '), ', both included');
    default:
      return null;
  }
}

function itemsOf(node: Node | undefined, known: Known, last: string): Words | null {
  if (!node || !('List' in node)) return null;
  return listed(
    (node.List.items ?? []).map((item) => named(item, known)),
    { last },
  );
}

function patternVerb(sign: string, like: string): string | null {
  if (sign === like) return ' fits the pattern ';
  return sign === `!${like}` ? ' does not fit the pattern ' : null;
}

const ORDERS: Readonly<Record<string, readonly [string, string]>> = {
  '<': [' is less than ', ' is before '],
  '>': [' is more than ', ' is after '],
  '<=': [' is at most ', ' is at or before '],
  '>=': [' is at least ', ' is at or after '],
};

function verbOf(sign: string, { lexpr, rexpr }: A_Expr, known: Known): string | null {
  if (sign === '=') return isColumn(lexpr) && isColumn(rexpr) ? ' equals ' : ' is ';
  // A column without a value is not different from anything.
  if (sign === '<>') return ' is something other than ';
  const words = own(ORDERS, sign);
  if (words === undefined) return null;
  return isTime(lexpr, known) || isTime(rexpr, known) ? words[1] : words[0];
}

const isColumn = (node: Node | undefined) => node !== undefined && 'ColumnRef' in node;
