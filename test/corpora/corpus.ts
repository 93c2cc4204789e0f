// The hostile and the benign SQL that the product is tested with, as one list of entries each.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';

/** What must become of a hostile entry; `harmless` may work or be refused, `bounded` must end within its limits. */
export type Expected = 'reject' | 'fail' | 'bounded' | 'harmless';

export interface Entry {
  id: string;
  sql: string;
  /** For `$1`, `$2` …: `null`, a scalar, a list, or an object that is sent as JSON text. */
  params: unknown[];
  /** For `:name`. */
  named: Record<string, unknown>;
}

export interface Attack extends Entry {
  category: string;
  expected: Expected;
}

export interface Benign extends Entry {
  feature: string;
  /** The first major version that knows what it uses. */
  minServer: number;
  /** Set when it may also be refused: why. */
  refusable: string | null;
}

/** SQL that repeats a piece too often to be written out. */
interface Generated {
  prefix: string;
  unit: string;
  sep: string;
  times: number;
  suffix: string;
  close?: string;
}

interface Written {
  id: string;
  sql: string;
  params?: unknown[];
  named?: Record<string, number>;
  gen?: Generated;
}

type WrittenAttack = Written & Pick<Attack, 'category' | 'expected'>;
type WrittenBenign = Written & {
  feature: string;
  minServer?: number;
  skip?: string;
  note?: string;
};

/** Every hostile entry. `folder` takes the place of the folder that some try to write files into. */
export function readAttacks(folder: string): Attack[] {
  // The file is ours and its form is this type.
  const entries = readEntries('attacks.json') as WrittenAttack[];
  return entries.map((entry) => ({
    ...expand(entry, folder),
    category: entry.category,
    expected: entry.expected,
  }));
}

/** Every benign entry. */
export function readBenign(): Benign[] {
  const entries = readEntries('benign.json') as WrittenBenign[];
  return entries.map((entry) => ({
    ...expand(entry, ''),
    feature: entry.feature,
    minServer: entry.minServer ?? 0,
    refusable:
      entry.skip ?? (entry.feature === 'discretionary' ? (entry.note ?? 'not a SELECT') : null),
  }));
}

export const corporaFolder = path.join(root, 'test', 'corpora');

function readEntries(file: string): unknown {
  return JSON.parse(readFileSync(path.join(corporaFolder, file), 'utf8'));
}

function expand(entry: Written, folder: string): Entry {
  const sql = entry.gen ? generate(entry.gen) : entry.sql;
  return {
    id: entry.id,
    sql: sql.replaceAll('/tmp/probe', folder),
    params: entry.params ?? [],
    named: entry.named ?? {},
  };
}

function generate({ prefix, unit, sep, times, suffix, close = '' }: Generated): string {
  return prefix + Array(times).fill(unit).join(sep) + suffix + close.repeat(times);
}
