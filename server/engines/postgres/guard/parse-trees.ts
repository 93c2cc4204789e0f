// Reads out of PostgreSQL's parse trees, as its log shows them, what a statement reaches.

/** The OIDs that an analysed query tree names, in PostgreSQL's text form of it (nodes/outfuncs.c). */
export interface Reached {
  functions: Set<number>;
  operators: Set<number>;
  types: Set<number>;
  /** Types of columns that are only read, which runs no checks. */
  columns: Set<number>;
}

/** Reads the OIDs out of trees. Escaped text in a tree cannot take this form (outToken escapes spaces). */
export function reachedBy(trees: string): Reached {
  const reached: Reached = {
    functions: new Set(),
    operators: new Set(),
    types: new Set(),
    columns: new Set(),
  };
  for (const [, key = '', value = ''] of trees.matchAll(/:(\w+)\s+(\d+|\(o[\s\d]+\))/g)) {
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
