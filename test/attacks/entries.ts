// Reads the SQL of this folder: entries that begin with a line such as "--- name | refused | 17".
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { readEntries } from '../corpora/entries.ts';

/** What must become of an attack; attacks.sql says what each word means. */
export type Fate = 'refused' | 'invalid' | 'fails' | 'bounded' | 'harmless';

export interface AttackEntry {
  name: string;
  sql: string;
  fate: Fate;
  /** The first major version that knows what it uses. */
  from: number;
}

export type HonestEntry = Omit<AttackEntry, 'fate'>;

const fates = ['refused', 'invalid', 'fails', 'bounded', 'harmless'] as const;

/** The attacks that a server of this version understands. */
export function readAttackEntries(major: number): AttackEntry[] {
  return ['attacks.sql', 'reached.sql', 'amounts.sql', 'extensions.sql']
    .flatMap((file) => readEntries(path.join(folder, file)))
    .map(({ name, facts: [word = '', from = '0'], sql }) => {
      const fate = fates.find((each) => each === word);
      if (fate === undefined) throw new Error(`${name} has no fate: ${word}`);
      return { name, sql, fate, from: Number(from) };
    })
    .filter(({ from }) => from <= major);
}

/** The honest queries that a server of this version understands. */
export function readHonestEntries(major: number): HonestEntry[] {
  return ['written.sql', 'extensions.sql', 'warehouse.sql', 'retail.sql']
    .flatMap((file) => readEntries(path.join(folder, 'honest', file)))
    .map(({ name, facts: [from = '0'], sql }) => ({ name, sql, from: Number(from) }))
    .filter(({ from }) => from <= major);
}

/** The statements that set the traps. */
export const readTraps = (): string => read('traps.sql');

/** The statements that make the wholesaler's tables, and the retailer's. */
export const readWarehouseSetup = (): string =>
  read('honest/warehouse-setup.sql') + read('honest/retail-setup.sql');

const folder = path.join(root, 'test', 'attacks');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
