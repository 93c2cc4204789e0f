// Maintenance from the command line (`npm run maintenance -- on|off`): for whoever runs the servers, signed in or not.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { Problem } from '../domain/problem.ts';
import { insertEvent } from './catalog/audit/trail.ts';
import { readMaintenance, switchMaintenance } from './cluster/maintenance.ts';
import { openDatabase } from './database/database.ts';
import { inTransaction } from './database/transaction.ts';
import type { Member } from './identity/member.ts';
import { createLog } from './log.ts';
import { root } from './root.ts';
import { readSettings, WrongSettings } from './settings/read.ts';

const operator: Member = { id: '', email: '', name: 'The command line', role: 'admin' };
const usage = 'npm run maintenance -- on "what for", or off; without a word it says how it is.';

/** Switches by the words of the command, and prints how it is then; true when that was understood and done. */
export async function runMaintenance(
  words: readonly string[],
  env: Record<string, string | undefined>,
): Promise<boolean> {
  const [word = 'is', ...reason] = words;
  if (!['on', 'off', 'is'].includes(word)) return told(usage);
  try {
    const { databaseUrl } = readSettings(env);
    if (databaseUrl === null) return told('Set DATABASE_URL as the servers have it.');
    const database = await openDatabase(databaseUrl, { log: createLog('error') });
    try {
      if (word !== 'is') await switchIt(database, word === 'on' ? reason.join(' ') : null);
      const state = await readMaintenance(database);
      console.log(state ? `Maintenance is on since ${state.since}.` : 'Maintenance is off.');
    } finally {
      await database.end();
    }
    return true;
  } catch (error) {
    if (error instanceof Problem || error instanceof WrongSettings) return told(error.message);
    throw error;
  }
}

function told(sentence: string): false {
  console.error(sentence);
  return false;
}

async function switchIt(database: pg.Pool, reason: string | null): Promise<void> {
  await inTransaction(database, async (client) => {
    const before = await switchMaintenance(client, reason);
    await insertEvent(client, {
      ...{ kind: 'change', member: operator, via: 'command', what: 'switched maintenance' },
      ...{ subject: reason === null ? 'off' : 'on', details: { reason, before }, address: null },
    });
  });
}

// In an image there is no npm run: node dist/server/maintenance.js on
if (realpathSync(process.argv[1] ?? root) === path.join(root, 'dist/server/maintenance.js')) {
  process.exit((await runMaintenance(process.argv.slice(2), process.env)) ? 0 : 1);
}
