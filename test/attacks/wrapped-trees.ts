// Texts whose trees PostgreSQL's log breaks into lines at every place: what the guard looks for must be found across them.
import type { AttackEntry } from './entries.ts';

const LONGEST_NAME = 63;

// An alias of each length moves what comes after it by one place.
const padded = (of: (alias: string) => string): string[] =>
  Array.from({ length: LONGEST_NAME }, (_, length) => of('x'.repeat(length + 1)));

// A name with signs that are escaped: PostgreSQL breaks it after 78 bytes, between a backslash and what it escapes.
const braces = `a${'}'.repeat(62)}`;
const doubled = (depth: number): string =>
  depth === 0
    ? 'select v as a from app.victim'
    : `select a || a as a from (${doubled(depth - 1)}) "${braces}"`;

const texts: Record<string, string[]> = {
  'planned-statistics': padded((x) => `select 1, (select a from adv.st as ${x} limit 1)`),
  'planned-index': padded((x) => `select a from adv.ix as ${x} where a > 3 limit 3`),
  'planned-partial-index': padded(
    (x) => `select 1 from app.victim where exists (select from adv.px as ${x})`,
  ),
  'view-of-a-trap': padded((x) => `select (select count(*) from trap.v_select as ${x})`),
  'planning-under-a-name-of-signs': [
    doubled(30),
    `select count(*) from (${doubled(28)}) "${braces}"`,
  ],
};

/** Each is refused before it is planned. */
export const wrappedTrees: AttackEntry[] = Object.entries(texts).flatMap(([name, all]) =>
  all.map((sql, index) => ({ name: `wrapped-${name}-${index}`, sql, fate: 'refused', from: 0 })),
);
