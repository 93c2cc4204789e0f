// Functions that run SQL which they are given as text: a query may call them where the text is a literal that is
// harmless itself.
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';

// How many of the first arguments are SQL, by the extension's name and the function's signature.
const RUNNERS: Readonly<Record<string, number>> = {
  'ts_stat/1': 1,
  'ts_stat/2': 1,
  'tablefunc.crosstab(text)': 1,
  'tablefunc.crosstab(text,int4)': 1,
  'tablefunc.crosstab(text,text)': 2,
  'tablefunc.crosstab2(text)': 1,
  'tablefunc.crosstab3(text)': 1,
  'tablefunc.crosstab4(text)': 1,
};

/** How many of its first arguments the function runs as SQL; 0 for a function that runs none. */
export function textsRunBy(proc: KnownFunction): number {
  const { oid, name, argumentCount, extension, signature } = proc;
  const key = oid < FIRST_OWN_OID ? `${name}/${argumentCount}` : `${extension}.${signature}`;
  return RUNNERS[key] ?? 0;
}
