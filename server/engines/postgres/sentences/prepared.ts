// The queries that `with` prepares under names, and the stretch of the select that uses them.
import type { CommonTableExpr, Node, WithClause } from 'libpg-query';
import { table, together, type Words } from './said.ts';
import { insideOf, levelOf, type Stretch } from './stretch.ts';

export interface Prepared {
  queries: { stretch: Stretch; words: Words | null; inside: Node | null }[];
  rest: Stretch;
}

/** Null where text and tree do not tell the same. */
export function preparedOf(stretch: Stretch, clause: WithClause | undefined): Prepared | null {
  if (clause === undefined) return { queries: [], rest: stretch };
  const level = levelOf(stretch);
  const main = stretch.findIndex(
    ({ kind, word, level: own }) => kind === 'keyword' && own === level && MAINS.has(word),
  );
  const bodies = bodiesOf(main === -1 ? [] : stretch.slice(0, main), level);
  const trees = (clause.ctes ?? []).flatMap((node) =>
    'CommonTableExpr' in node ? [node.CommonTableExpr] : [],
  );
  if (bodies.length !== trees.length || bodies.length === 0) return null;
  const queries = trees.map((tree, index) => ({
    stretch: bodies[index] ?? [],
    words: preparedWords(tree, clause.recursive === true),
    inside: tree.ctequery ?? null,
  }));
  return { queries, rest: stretch.slice(main) };
}

const MAINS = new Set(['select', 'values', 'table']);
const BEFORE_BODIES = new Set(['as', 'materialized']);

/** Each from its name to its last bracket. */
function bodiesOf(stretch: Stretch, level: number): Stretch[] {
  return stretch.flatMap((token, index) => {
    const before = stretch[index - 1];
    const isBody = token.word === '(' && token.level === level;
    if (!isBody || !BEFORE_BODIES.has(before?.text.toLowerCase() ?? '')) return [];
    const end = index + insideOf(stretch, index).length + 2;
    return [stretch.slice(nameBefore(stretch, index - 1), end)];
  });
}

function nameBefore(stretch: Stretch, index: number): number {
  let at = index;
  while (at > 0 && AFTER_NAMES.has(stretch[at]?.text.toLowerCase() ?? '')) at--;
  if (stretch[at]?.word !== ')') return at;
  const { level } = stretch[at] ?? {};
  while (at > 0 && !(stretch[at]?.word === '(' && stretch[at]?.level === level)) at--;
  return at - 1;
}

const AFTER_NAMES = new Set(['as', 'not', 'materialized']);

function preparedWords(
  { ctename = '', ctequery }: CommonTableExpr,
  mayRepeat: boolean,
): Words | null {
  const name = table(ctename);
  return mayRepeat && mentions(ctequery, ctename)
    ? together('prepares ', name, ', again and again from its own rows until no new ones come')
    : together('prepares ', name, ' first');
}

/** Whether a table of this name is read somewhere in it. */
function mentions(node: unknown, name: string): boolean {
  const waiting: unknown[] = [node];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if ('relname' in next && next.relname === name) return true;
    waiting.push(...Object.values(next));
  }
  return false;
}
