// The key by which secrets are kept where the settings name none: it lies in the home of a program that has one.
import { hash } from 'node:crypto';
import path from 'node:path';
import type { Home } from '../embedded/home.ts';
import { readOrMakeSecret } from '../embedded/passwords.ts';

/** For `createSeal`. */
export async function homeKey(home: Home): Promise<Buffer> {
  const secret = await readOrMakeSecret(path.join(home.folder, 'encryption-key'));
  return hash('sha256', secret, 'buffer');
}
