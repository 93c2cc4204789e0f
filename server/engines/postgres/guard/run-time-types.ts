// Finds the types that a query names as text for functions that read a value of whatever type they are told.
import { callsOf, textOf } from './tree-calls.ts';

const PLAIN_NAME = /^[\p{L}\w\s."]+(?:\([\d,\s]*\)[\d\s[\]]*|\[[\d\s[\]]*)?$/u;

/**
 * The names that stand as constants in the last argument of the functions with these OIDs, as PostgreSQL prints
 * the analysed tree; null when one is not a constant, so that it may be any type.
 */
export function typesNamedAtRunTime(trees: string, functions: readonly number[]): string[] | null {
  const names: string[] = [];
  for (const given of callsOf(trees, functions)) {
    const name = textOf(given.at(-1) ?? '');
    if (name === null || !PLAIN_NAME.test(name.trim())) return null;
    names.push(name);
  }
  return names;
}
