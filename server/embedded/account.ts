// Under which account PostgreSQL runs: it refuses to run as root, so root hands over to somebody else.
import { chown, lchown, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../domain/problem.ts';

/** The ids that PostgreSQL's programs run with; null when they run as whoever runs Sheetfeed. */
export type Account = { readonly uid: number; readonly gid: number } | null;

const preferred = ['postgres', '_postgres', 'nobody'];

/** Null for an ordinary user; for root an account without rights. Throws Problem service_unavailable when there is none. */
export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const chosen =
    preferred.flatMap((name) => accounts.find((account) => account.name === name) ?? [])[0] ??
    accounts[0];
  if (chosen) return { uid: chosen.uid, gid: chosen.gid };
  throw new Problem(
    'service_unavailable',
    'PostgreSQL cannot run as root, and this machine has no other account. Add one, for example with: useradd --system postgres',
  );
}

// PostgreSQL looks up its own name, so only an account with an entry will do.
function parseAccounts(passwd: string): { name: string; uid: number; gid: number }[] {
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && gid > 0);
}

/** Gives a file or folder, with all below it when `deep`, to the account. */
export async function handOver(file: string, account: Account, deep = false): Promise<void> {
  if (!account) return;
  await (deep ? lchown : chown)(file, account.uid, account.gid);
  if (!deep) return;
  const entries = await readdir(file, { withFileTypes: true });
  for (const entry of entries) {
    const inner = path.join(file, entry.name);
    if (entry.isDirectory()) await handOver(inner, account, true);
    else await lchown(inner, account.uid, account.gid);
  }
}
