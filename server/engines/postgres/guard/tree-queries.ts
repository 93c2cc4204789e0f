// Reads out of PostgreSQL's parse trees, as its log shows them, how their queries are made of one another: what the
// planner will put in the place of what.
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  conditionsOf,
  noteColumn,
  noteCondition,
  placeIn,
  type Conditions,
  type Place,
} from './tree-conditions.ts';

/** The tree of 256 KB of SQL has millions of parts: others are served between so many. */
const PARTS_OF_A_TURN = 20_000;

/** A piece of an expression: how many nodes, and what it mentions. */
export interface Piece {
  nodes: number;
  columns: ColumnUse[];
  /** Subqueries within an expression. */
  queries: Query[];
}

/** A column of the `entry`th (from 1) in the range table of the query so many levels up; `column` 0 is the whole row. */
export interface ColumnUse {
  entry: number;
  column: number;
  levelsUp: number;
}

export interface Query extends Piece {
  entries: Entry[];
  ctes: Cte[];
  /** What it gives, column by column. */
  targets: Piece[];
  /** The planner may put what it gives in the place of its columns. */
  isSimple: boolean;
  /** It unites its entries (UNION, INTERSECT, EXCEPT), and joins none. */
  unites: boolean;
  /** How often it is planned: that of an EXISTS as it is, and as an IN. */
  times: number;
  conditions: Conditions;
}

/** An entry of a range table. */
export interface Entry extends Piece {
  kind: 'relation' | 'subquery' | 'cte' | 'other';
  /** The OID of a relation. */
  relation: number;
  isPartitioned: boolean;
  cteName: string;
  levelsUp: number;
  query: Query | null;
  /** What the columns of a join, or of a grouping, stand for. */
  standsFor: Piece[];
}

export interface Cte {
  name: string;
  query: Query | null;
  /** The planner puts its query in the place of each reference. */
  isInlined: boolean;
}

interface Frame {
  tag: string;
  /** The field that is being read. */
  key: string;
  /** The values of fields that are neither nodes nor lists. */
  facts: Record<string, string>;
  /** What it adds to: its own piece, or that of the node around it. */
  piece: Piece;
  place: Place;
  /** What stands in the fields that are kept apart. */
  kept: Record<string, unknown[]>;
}

const KEPT: Readonly<Record<string, readonly string[]>> = {
  QUERY: ['rtable', 'cteList', 'targetList'],
  RTE: ['subquery', 'joinaliasvars', 'groupexprs'],
  RANGETBLENTRY: ['subquery', 'joinaliasvars', 'groupexprs'],
  COMMONTABLEEXPR: ['ctequery'],
};

// An escaped letter, a node's begin, its end, a field with its value where that is neither node nor list.
const PART = /\\[\s\S]|\{(\w+)|(\})|\s:(\w+)(?:\s+((?:\\[\s\S]|[^\s{}()\\])+))?/g;

/** The queries of the trees, one for each tree. */
export async function queriesOf(trees: string): Promise<Query[]> {
  const around: Frame = { ...frameOf('', undefined), piece: emptyPiece() };
  const stack: Frame[] = [around];
  let parts = 0;
  for (const [, tag, end, key, value] of trees.matchAll(PART)) {
    if (++parts % PARTS_OF_A_TURN === 0) await nextTurn();
    const top = stack.at(-1) ?? around;
    if (tag !== undefined) stack.push(frameOf(tag, top));
    else if (end !== undefined) close(stack.pop() ?? around, stack.at(-1) ?? around);
    else if (key !== undefined) {
      top.key = key;
      if (value !== undefined) top.facts[key] = value;
    }
  }
  return around.piece.queries;
}

function emptyPiece(): Piece {
  return { nodes: 0, columns: [], queries: [] };
}

function isKept(parent: Frame): boolean {
  return KEPT[parent.tag]?.includes(parent.key) ?? false;
}

function frameOf(tag: string, parent: Frame | undefined): Frame {
  const hasOwn = parent === undefined || tag === 'QUERY' || isKept(parent);
  const piece = hasOwn ? emptyPiece() : parent.piece;
  piece.nodes++;
  return { tag, key: '', facts: {}, piece, place: placeIn(tag, parent), kept: {} };
}

function close(frame: Frame, parent: Frame): void {
  noteCondition(frame);
  if (isKept(parent)) (parent.kept[parent.key] ??= []).push(thingOf(frame));
  else if (frame.tag === 'QUERY')
    parent.piece.queries.push({
      ...queryOf(frame),
      times: parent.facts['subLinkType'] === EXISTS ? 2 : 1,
    });
  else if (frame.tag === 'VAR') {
    const column = columnOf(frame.facts);
    frame.piece.columns.push(column);
    if (column.levelsUp === 0) noteColumn(frame, column.entry);
  }
}

function thingOf(frame: Frame): unknown {
  const { tag, piece, facts } = frame;
  if (tag === 'QUERY') return queryOf(frame);
  if (tag === 'RTE' || tag === 'RANGETBLENTRY') return entryOf(frame);
  if (tag === 'COMMONTABLEEXPR') return cteOf(frame);
  if (tag === 'VAR') piece.columns.push(columnOf(facts));
  return piece;
}

function columnOf({ varno, varattno, varlevelsup }: Record<string, string>): ColumnUse {
  return { entry: Number(varno), column: Number(varattno), levelsUp: Number(varlevelsup) };
}

/** EXISTS_SUBLINK (primnodes.h). */
const EXISTS = '0';
const KEEPS_APART = ['hasAggs', 'hasWindowFuncs', 'hasTargetSRFs', 'hasForUpdate'];
const LISTS_THAT_KEEP_APART = ['groupClause', 'groupingSets', 'sortClause', 'distinctClause'];

function queryOf(frame: Frame): Query {
  const { facts, piece, kept } = frame;
  const isKeptApart =
    KEEPS_APART.some((name) => facts[name] === 'true') ||
    // A list that is there is no atom.
    LISTS_THAT_KEEP_APART.some((name) => facts[name] === undefined) ||
    facts['limitCount'] === undefined ||
    facts['limitOffset'] === undefined ||
    facts['havingQual'] === undefined;
  return {
    ...piece,
    entries: (kept['rtable'] ?? []) as Entry[],
    ctes: (kept['cteList'] ?? []) as Cte[],
    targets: (kept['targetList'] ?? []) as Piece[],
    unites: facts['setOperations'] === undefined,
    times: 1,
    conditions: conditionsOf(frame),
    isSimple: !isKeptApart && (kept['cteList'] ?? []).length === 0,
  };
}

// RTEKind (parsenodes.h).
const KINDS: Readonly<Record<string, Entry['kind']>> = { 0: 'relation', 1: 'subquery', 6: 'cte' };

function entryOf({ facts, piece, kept }: Frame): Entry {
  const [query] = (kept['subquery'] ?? []) as Query[];
  const standsFor = [...(kept['joinaliasvars'] ?? []), ...(kept['groupexprs'] ?? [])];
  return {
    ...piece,
    kind: KINDS[facts['rtekind'] ?? ''] ?? 'other',
    relation: Number(facts['relid'] ?? 0),
    isPartitioned: facts['relkind'] === 'p',
    cteName: facts['ctename'] ?? '',
    levelsUp: Number(facts['ctelevelsup'] ?? 0),
    query: query ?? null,
    standsFor: standsFor as Piece[],
  };
}

// CTEMaterialize (parsenodes.h): 0 is left to the planner, which inlines what is used once; 2 is NOT MATERIALIZED.
function cteOf({ facts, kept }: Frame): Cte {
  const { ctename = '', ctematerialized = '0', cterefcount = '1', cterecursive } = facts;
  const mayBe = ctematerialized === '2' || (ctematerialized === '0' && Number(cterefcount) <= 1);
  const [query] = (kept['ctequery'] ?? []) as Query[];
  return { name: ctename, query: query ?? null, isInlined: mayBe && cterecursive !== 'true' };
}
