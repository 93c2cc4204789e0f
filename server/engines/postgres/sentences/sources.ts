// What a select takes its rows from: its tables and joins, each with its stretch.
import type { JoinExpr, Node, RangeVar } from 'libpg-query';
import { condition } from './conditions.ts';
import { namesOf } from './expressions.ts';
import { column, listed, table, together, wording, type Known, type Words } from './said.ts';
import { levelOf, splitAtCommas, type Stretch } from './stretch.ts';

/** A table, or a join, with the select in it where there is one. */
export interface Source {
  stretch: Stretch;
  words: Words | null;
  inside: Node | null;
}

/** Null where text and tree do not tell the same. */
export function sourcesOf(from: Stretch, nodes: readonly Node[], known: Known): Source[] | null {
  const lists = splitAtCommas(from.slice(1));
  if (lists.length !== nodes.length) return null;
  const sources: Source[] = [];
  for (const [index, node] of nodes.entries()) {
    const steps = stepsOf(node);
    const stretches = atJoins(lists[index] ?? []);
    if (stretches.length !== steps.length) return null;
    for (const [at, step] of steps.entries()) {
      const isFirst = index === 0 && at === 0;
      const words = step.join ? joinWords(step.join, known) : baseWords(step.item, isFirst);
      sources.push({ stretch: stretches[at] ?? [], words, inside: selectIn(step.item) });
    }
  }
  return sources;
}

interface Step {
  item: Node;
  join: JoinExpr | null;
}

/** `a join b join c` as a, b, c. */
function stepsOf(node: Node): Step[] {
  const steps: Step[] = [];
  let left: Node | undefined = node;
  while (left && 'JoinExpr' in left && left.JoinExpr.alias === undefined) {
    const join: JoinExpr = left.JoinExpr;
    if (join.rarg) steps.unshift({ item: join.rarg, join });
    left = join.larg;
  }
  return left ? [{ item: left, join: null }, ...steps] : steps;
}

const JOIN_WORDS = new Set(['inner', 'left', 'right', 'full', 'outer', 'cross', 'natural']);

function atJoins(stretch: Stretch): Stretch[] {
  const level = levelOf(stretch);
  const starts = [0];
  for (const [index, token] of stretch.entries()) {
    if (token.word !== 'join' || token.level !== level) continue;
    let start = index;
    while (start > 0 && JOIN_WORDS.has(stretch[start - 1]?.word ?? '')) start--;
    starts.push(start);
  }
  return starts.map((start, index) => stretch.slice(start, starts[index + 1]));
}

function baseWords(item: Node, isFirst: boolean): Words | null {
  const rows = rowsWords(item);
  return isFirst ? together('takes ', rows) : crossWords(item);
}

function crossWords(item: Node | undefined): Words | null {
  const rows = rowsWords(item);
  return item && 'RangeSubselect' in item && item.RangeSubselect.lateral === true
    ? together('adds ', rows, '; rows for which it finds nothing are left out')
    : together('puts every row so far together with each of ', rows);
}

function joinWords(join: JoinExpr, known: Known): Words | null {
  const rows = rowsWords(join.rarg);
  const on = matchWords(join, known);
  const told: string = join.jointype ?? '';
  switch (told) {
    case 'JOIN_INNER':
      if (on === null) return together('joins ', rows, BY_THIS);
      return on.length === 0
        ? crossWords(join.rarg)
        : together('joins ', rows, on, '; what finds no match is left out');
    case 'JOIN_LEFT':
      return together(
        'adds ',
        rows,
        on ?? BY_THIS,
        '; what finds no match stays, with nothing beside it',
      );
    case 'JOIN_RIGHT':
      return together('joins ', rows, on ?? BY_THIS, '; of these all stay, also without a match');
    case 'JOIN_FULL':
      return together('joins ', rows, on ?? BY_THIS, '; on both sides what finds no match stays');
    default:
      return null;
  }
}

const BY_THIS = ', by what stands after “on”';

/** Nothing where everything matches; null where it cannot be said. */
function matchWords({ isNatural, usingClause, quals }: JoinExpr, known: Known): Words | null {
  if (isNatural === true) return together(', where columns of the same name are equal');
  const names = namesOf(usingClause) ?? [];
  if (names.length > 0)
    return together(', with the same ', listed(names.map((name) => [column(name)])));
  if (quals === undefined || isTrue(quals)) return [];
  return together(', where ', condition(quals, known));
}

const isTrue = (node: Node) => 'A_Const' in node && node.A_Const.boolval?.boolval === true;

function rowsWords(item: Node | undefined): Words | null {
  if (item === undefined) return null;
  if ('RangeVar' in item) return tableWords(item.RangeVar);
  if ('RangeSubselect' in item) {
    const { alias, lateral } = item.RangeSubselect;
    const each =
      lateral === true ? 'what this select finds for each row' : 'the result of this select';
    return together(each, called(alias?.aliasname));
  }
  if ('RangeFunction' in item) return functionWords(item.RangeFunction);
  if ('RangeTableSample' in item) {
    return together('a random part of ', rowsWords(item.RangeTableSample.relation));
  }
  return null;
}

function tableWords({ schemaname, relname, alias }: RangeVar): Words | null {
  const name = [schemaname, relname].filter((part) => part !== undefined).join('.');
  return together('the rows of ', table(name), called(alias?.aliasname));
}

function functionWords({ functions = [], alias, is_rowsfrom }: RangeFunctionNode): Words | null {
  const [first] = functions;
  if (is_rowsfrom === true || !first || !('List' in first)) return null;
  const call = first.List.items?.[0];
  const name = call && 'FuncCall' in call ? namesOf(call.FuncCall.funcname) : null;
  if (name === null) return null;
  return together('the rows that ', wording(name.join('.')), ' makes', called(alias?.aliasname));
}

type RangeFunctionNode = Extract<Node, { RangeFunction: unknown }>['RangeFunction'];

function called(alias: string | undefined): Words {
  return alias === undefined ? [] : (together(', called ', table(alias)) ?? []);
}

function selectIn(item: Node): Node | null {
  return 'RangeSubselect' in item ? (item.RangeSubselect.subquery ?? null) : null;
}
