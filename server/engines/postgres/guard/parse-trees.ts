// Reads out of PostgreSQL's parse trees, as its log shows them, what a statement reaches.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The tree of 256 KB of SQL names hundreds of thousands of things: others are served between so many. */
const FIELDS_OF_A_TURN = 10_000;

/** The OIDs that an analysed query tree names, in PostgreSQL's text form of it (nodes/outfuncs.c). */
export interface Reached {
  functions: Set<number>;
  operators: Set<number>;
  types: Set<number>;
  /** Types of columns that are only read, which runs no checks. */
  columns: Set<number>;
}

/** Reads the OIDs out of trees. Escaped text in a tree cannot take this form (outToken escapes spaces). */
export async function reachedBy(trees: string): Promise<Reached> {
  const reached: Reached = {
    functions: new Set(),
    operators: new Set(),
    types: new Set(),
    columns: new Set(),
  };
  let fields = 0;
  for (const [, key = '', value = ''] of trees.matchAll(/:(\w+)\s+(\d+|\(o[\s\d]+\))/g)) {
    if (++fields % FIELDS_OF_A_TURN === 0) await nextTurn();
    const kind = kindOf(key);
    if (!kind) continue;
    for (const oid of value.match(/\d+/g) ?? []) if (oid !== '0') reached[kind].add(Number(oid));
  }
  return reached;
}

function kindOf(key: string): keyof Reached | null {
  if (/(func(o?id)?|fnoid)$/i.test(key)) return 'functions';
  if (/^(opno|opnos|eqop|sortop|.*Operators?)$/.test(key)) return 'operators';
  if (/^(vartype|aggargtypes|ctecoltypes)$/.test(key)) return 'columns';
  // A JsonReturning has a `typid`.
  if (/(type(s|id)?|^typid)$/i.test(key)) return 'types';
  return null;
}
