// What a select shows, groups by and sorts by.
import type { Node, ResTarget, SelectStmt, SortBy } from 'libpg-query';
import { named, namesOf } from './expressions.ts';
import { column, listed, plain, table, together, type Known, type Words } from './said.ts';
import { selectsIn, splitAtCommas, type Stretch } from './stretch.ts';

export interface Output {
  stretch: Stretch;
  words: Words | null;
  /** The select that it is worked out by. */
  inside: Node | null;
}

/** Each column that is shown; plain ones that follow each other are one output. Null where the text tells otherwise. */
export function outputsOf(list: Stretch, targets: readonly Node[], known: Known): Output[] | null {
  if (targets.length === 0) return [];
  const stretches = splitAtCommas(list);
  if (stretches.length !== targets.length) return null;
  const outputs: Output[] = [];
  let plainOnes: { stretch: Stretch; words: Words }[] = [];
  const flush = () => {
    const [first, last] = [plainOnes[0], plainOnes.at(-1)];
    if (first && last) {
      const words = together('shows ', listed(plainOnes.map((one) => one.words)));
      outputs.push({ stretch: [...first.stretch, ...last.stretch], words, inside: null });
    }
    plainOnes = [];
  };
  for (const [index, node] of targets.entries()) {
    const stretch = stretches[index] ?? [];
    const target = 'ResTarget' in node ? node.ResTarget : {};
    const words = plainColumn(target);
    if (words !== null) plainOnes.push({ stretch, words });
    else {
      flush();
      outputs.push({ stretch, ...outputWords(target, stretch, known) });
    }
  }
  flush();
  return outputs;
}

function plainColumn({ val, name }: ResTarget): Words | null {
  const fields = val && 'ColumnRef' in val ? namesOf(val.ColumnRef.fields) : null;
  if (fields === null || (name !== undefined && name !== fields.at(-1))) return null;
  return [column(fields.join('.'))];
}

function outputWords(target: ResTarget, stretch: Stretch, known: Known): Omit<Output, 'stretch'> {
  const { val, name } = target;
  const as = name === undefined ? [] : [plain(', called '), column(name)];
  if (val && 'SubLink' in val && val.SubLink.subLinkType === 'EXPR_SUBLINK') {
    const inside = selectsIn(stretch).length === 1 ? (val.SubLink.subselect ?? null) : null;
    const what = name === undefined ? 'a column' : column(name);
    return { words: together('finds ', what, ' by a select for each row'), inside };
  }
  const words = starWords(val) ?? named(val, known);
  if (words !== null) return { words: together('shows ', words, as), inside: null };
  const what = name === undefined ? 'a column' : column(name);
  return { words: together('works out ', what, ' by this'), inside: null };
}

function starWords(val: Node | undefined): Words | null {
  if (!val || !('ColumnRef' in val)) return null;
  const fields = val.ColumnRef.fields ?? [];
  const last = fields.at(-1);
  if (!last || !('A_Star' in last)) return null;
  const of = namesOf(fields.slice(0, -1)) ?? [];
  return together('all columns', of.length === 0 ? [] : [plain(' of '), table(of.join('.'))]);
}

/** What `group by` says. */
export function groupWords(
  { groupClause = [], targetList = [] }: SelectStmt,
  known: Known,
): Words | null {
  const items = groupClause.map((node) => withoutThe(targetWords(node, targetList, known)));
  return (
    together('makes one row for each ', listed(items)) ?? together('puts rows together by this')
  );
}

// "for each month of", not "for each the month of".
function withoutThe(words: Words | null): Words | null {
  const [first, ...rest] = words ?? [];
  if (first?.kind !== 'plain') return words;
  return [plain(first.text.replace(/^the /, '')), ...rest];
}

/** What `order by` says. */
export function orderWords(
  { sortClause = [], targetList = [] }: SelectStmt,
  known: Known,
): Words | null {
  const items = sortClause.map((node) =>
    'SortBy' in node ? sortWords(node.SortBy, targetList, known) : null,
  );
  return (
    together('sorts by ', listed(items, { between: ', then ', last: ', then ' })) ??
    together('sorts by this')
  );
}

function sortWords(
  { node, sortby_dir, sortby_nulls }: SortBy,
  targets: readonly Node[],
  known: Known,
): Words | null {
  if (sortby_dir === 'SORTBY_USING' || node === undefined) return null;
  const way = sortby_dir === 'SORTBY_DESC' ? ' from the largest' : '';
  return together(targetWords(node, targets, known), way, EMPTY_ONES[sortby_nulls ?? ''] ?? '');
}

const EMPTY_ONES: Readonly<Record<string, string>> = {
  SORTBY_NULLS_FIRST: ' (empty ones first)',
  SORTBY_NULLS_LAST: ' (empty ones last)',
};

/** An expression, or the column that a number or a name stands for. */
function targetWords(node: Node, targets: readonly Node[], known: Known): Words | null {
  const number = 'A_Const' in node ? node.A_Const.ival?.ival : undefined;
  if (number === undefined) return named(node, known);
  const target = targets[number - 1];
  if (target === undefined || !('ResTarget' in target)) return null;
  const { name, val } = target.ResTarget;
  return named(val, known) ?? (name === undefined ? null : [column(name)]);
}
