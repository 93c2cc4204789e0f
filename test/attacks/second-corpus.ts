// Reads the second corpus: what must become of each of its cases, and which extension of its own a case needs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';
import type { Entry } from '../corpora/corpus.ts';

/** `ok` must work; the others are as in the first corpus. */
export type Expected = 'reject' | 'fail' | 'bounded' | 'harmless' | 'ok';

export interface SecondEntry extends Entry {
  group: string;
  expected: Expected;
}

interface Written {
  id: string;
  group: string;
  sql: string;
  expect: Expected;
  values?: Record<string, unknown>;
}

const folder = path.join(root, 'test', 'attacks');

/** The statements that make its database, with those that a server may lack. */
export const secondSetup = (): string =>
  readFileSync(path.join(folder, 'second-corpus.sql'), 'utf8');

/** Every case for a server of this version. */
export function readSecondCorpus(major: number): SecondEntry[] {
  // The file is ours and its form is this type.
  const text = readFileSync(path.join(folder, 'second-corpus.json'), 'utf8');
  return (JSON.parse(text) as Written[])
    .filter(({ group }) => group !== 'pg18' || major >= 18)
    .map(({ id, group, sql, expect, values }) => ({
      ...{ id, group, sql, expected: expect, params: [], named: values ?? {} },
    }));
}
