// A select as parts in the order in which it is gone about: what it takes, joins, keeps, groups, shows, sorts.
import type { Node, SelectStmt } from 'libpg-query';
import type { Part } from '../../../../domain/contract/teaching/sentences.ts';
import { branchesOf, clausesOf, type Clauses } from './clauses.ts';
import { kept } from './kept.ts';
import { named } from './expressions.ts';
import { groupWords, orderWords, outputsOf } from './outputs.ts';
import { listed, plain, together, type Known, type Words } from './said.ts';
import { sourcesOf } from './sources.ts';
import { selectsIn, unwrapped, type Stretch } from './stretch.ts';
import { preparedOf } from './prepared.ts';

/** Where a select stands, and how deep. */
export interface Standing {
  known: Known;
  depth: number;
}

export function partsOf(text: Stretch, select: SelectStmt, at: Standing): Part[] {
  const stretch = unwrapped(text);
  const prepared = preparedOf(stretch, select.withClause);
  if (prepared === null) return [part(stretch, null, at)];
  const before = prepared.queries.flatMap(({ stretch: own, words, inside }) =>
    withInside({ stretch: own, words, inside }, at),
  );
  const rest = prepared.rest;
  const parts =
    select.op === undefined || select.op === 'SETOP_NONE'
      ? simpleParts(rest, select, at)
      : combinedParts(rest, select, at);
  return [...before, ...(parts ?? [part(rest, null, at)])];
}

export function part(stretch: Stretch, words: Words | null, { depth }: Standing): Part {
  return { from: stretch[0]?.from ?? 0, to: stretch.at(-1)?.to ?? 0, depth, words };
}

interface Telling {
  stretch: Stretch;
  words: Words | null;
  inside: Node | null;
}

/** A part, and those of the select in it. */
function withInside({ stretch, words, inside }: Telling, at: Standing): Part[] {
  const own = part(stretch, words, at);
  const text = selectsIn(stretch)[0];
  if (inside === null || text === undefined || !('SelectStmt' in inside)) return [own];
  return [own, ...partsOf(text, inside.SelectStmt, { ...at, depth: at.depth + 1 })];
}

/** Null where text and tree do not tell the same. */
function simpleParts(stretch: Stretch, select: SelectStmt, at: Standing): Part[] | null {
  const clauses = clausesOf(stretch);
  if (clauses === null) return null;
  const { known } = at;
  const first = writtenRows(clauses, select, at);
  if (first !== null) return [...first, ...tailParts(clauses, select, at)];
  const list = clauses.get('select');
  if (list === undefined) return null;
  const from = clauses.get('from');
  const sources = from ? sourcesOf(from, select.fromClause ?? [], known) : [];
  const takes = sources
    ? sources.flatMap((source) => withInside(source, at))
    : [part(from ?? [], null, at)];
  const isDistinct = select.distinctClause !== undefined;
  const outputs = isDistinct ? null : outputsOf(afterAll(list), select.targetList ?? [], known);
  const shows = outputs
    ? outputs.flatMap((output) => withInside(output, at))
    : [part(list, isDistinct ? distinctWords(select, known) : null, at)];
  return [
    ...takes,
    ...keptParts(clauses, select, at),
    ...shows,
    ...clausePart(clauses, 'window', null, at),
    ...tailParts(clauses, select, at),
  ];
}

// `select all` is `select`.
const afterAll = (list: Stretch) => list.slice(list[1]?.word === 'all' ? 2 : 1);

function distinctWords(
  { distinctClause = [], targetList = [] }: SelectStmt,
  known: Known,
): Words | null {
  const on = distinctClause.filter((node) => Object.keys(node).length > 0);
  if (on.length > 0) {
    return together('keeps the first row for each ', listed(on.map((node) => named(node, known))));
  }
  const shown = targetList.map((node) =>
    'ResTarget' in node ? named(node.ResTarget.val, known) : null,
  );
  return (
    together('shows ', listed(shown), ', and each row that repeats only once') ??
    together('shows this, and each row that repeats only once')
  );
}

function keptParts(clauses: Clauses, select: SelectStmt, at: Standing): Part[] {
  const { whereClause, havingClause } = select;
  const tell = (telling: Telling) => withInside(telling, at);
  return [
    ...kept(clauses.get('where'), whereClause, { known: at.known, what: 'rows' }).flatMap(tell),
    ...clausePart(clauses, 'group', () => groupWords(select, at.known), at),
    ...kept(clauses.get('having'), havingClause, { known: at.known, what: 'groups' }).flatMap(tell),
  ];
}

function tailParts(clauses: Clauses, select: SelectStmt, at: Standing): Part[] {
  return [
    ...clausePart(clauses, 'order', () => orderWords(select, at.known), at),
    ...clausePart(clauses, 'offset', () => offsetWords(select, at.known), at),
    ...clausePart(clauses, 'limit', () => limitWords(select, at.known), at),
  ];
}

function clausePart(
  clauses: Clauses,
  name: Parameters<Clauses['get']>[0],
  words: (() => Words | null) | null,
  at: Standing,
): Part[] {
  const stretch = clauses.get(name);
  return stretch === undefined ? [] : [part(stretch, words?.() ?? null, at)];
}

function limitWords({ limitCount, limitOption }: SelectStmt, known: Known): Words | null {
  const ties =
    limitOption === 'LIMIT_OPTION_WITH_TIES' ? ', and those that equal the last of them' : '';
  if (limitCount && 'A_Const' in limitCount && limitCount.A_Const.isnull === true) return null;
  const count = named(limitCount, known);
  return together('gives at most ', count, isOne(count) ? ' row' : ' rows', ties);
}

const isOne = (words: Words | null) => words?.length === 1 && words[0]?.text === '1';

function offsetWords({ limitOffset }: SelectStmt, known: Known): Words | null {
  const count = named(limitOffset, known);
  return together('skips the first ', count, isOne(count) ? ' row' : ' rows');
}

/** `values …` and `table t`. */
function writtenRows(clauses: Clauses, select: SelectStmt, at: Standing): Part[] | null {
  const values = clauses.get('values');
  if (values !== undefined) {
    const count = select.valuesLists?.length ?? 0;
    return [
      part(
        values,
        together(
          count === 1
            ? 'gives the row that is written here'
            : 'gives the rows that are written here',
        ),
        at,
      ),
    ];
  }
  const stretch = clauses.get('table');
  if (stretch === undefined) return null;
  const from = [...stretch];
  const sources = sourcesOf(from, select.fromClause ?? [], at.known);
  return [part(stretch, together(sources?.[0]?.words ?? null, ', with all columns'), at)];
}

/** Selects that are put together; null where brackets or a mixture make the order unclear. */
function combinedParts(stretch: Stretch, select: SelectStmt, at: Standing): Part[] | null {
  const { selects, operations, tail } = branchesOf(stretch);
  const leaves = leavesOf(select);
  if (leaves.selects.length !== selects.length) return null;
  const clauses = tail.length === 0 ? new Map() : clausesOf(tail);
  if (clauses === null) return null;
  const isOneKind = new Set(leaves.operations).size === 1;
  const parts = selects.flatMap((text, index) => {
    const leaf = leaves.selects[index];
    const operation = operations[index - 1];
    const words = isOneKind ? operationWords(leaves.operations[0]) : null;
    return [
      ...(operation === undefined ? [] : [part(operation, words, at)]),
      ...(leaf === undefined ? [] : partsOf(text, leaf, at)),
    ];
  });
  return [
    ...parts,
    ...tailParts(clauses, { ...select, targetList: firstTargets(leaves.selects) }, at),
  ];
}

const firstTargets = (selects: readonly SelectStmt[]) =>
  // A number in `order by` means a column by its name alone here.
  (selects[0]?.targetList ?? []).map((node): Node => {
    const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
    const own = val && 'ColumnRef' in val ? val : undefined;
    return {
      ResTarget: {
        ...(name === undefined ? {} : { name }),
        ...(name === undefined && own ? { val: own } : {}),
      },
    };
  });

function leavesOf(select: SelectStmt): { selects: SelectStmt[]; operations: string[] } {
  const selects: SelectStmt[] = [];
  const operations: string[] = [];
  const waiting: SelectStmt[] = [select];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { op = 'SETOP_NONE', all, larg, rarg } = next;
    const isInner = op !== 'SETOP_NONE' && (next === select || hasNothingOfItsOwn(next));
    if (!isInner || !larg || !rarg) selects.push(next);
    else {
      operations.push(`${op}${all === true ? ' ALL' : ''}`);
      waiting.push(rarg, larg);
    }
  }
  return { selects, operations };
}

const hasNothingOfItsOwn = ({ sortClause, limitCount, limitOffset, withClause }: SelectStmt) =>
  !sortClause && !limitCount && !limitOffset && !withClause;

function operationWords(operation = ''): Words | null {
  const words = OPERATIONS[operation];
  return words === undefined ? null : [plain(words)];
}

const OPERATIONS: Readonly<Record<string, string>> = {
  SETOP_UNION: 'adds the rows of the next select, and gives each that repeats only once',
  'SETOP_UNION ALL': 'adds the rows of the next select',
  SETOP_INTERSECT: 'keeps only rows that the next select gives too, each once',
  SETOP_EXCEPT:
    'takes away the rows that the next select gives, and leaves each of the others once',
};
