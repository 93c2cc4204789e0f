// Runs git as the server needs it: asks nobody, follows nothing that a repository says, and gives up after a while.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A repository of query files is small; what takes longer hangs. */
const WITHIN_MS = 120_000;
const MOST_OUTPUT_BYTES = 1024 * 1024;

/** Why git did not do it, in its own words and without secrets. */
export class GitFailed extends Error {
  override name = 'GitFailed';
}

export interface GitAccess {
  /** Sent to the repository's server, and to nobody else; null: it asks for none. */
  token: string | null;
  /** Of the repository. */
  url: string;
}

/** What git prints. Throws GitFailed. */
export async function git(given: readonly string[], access: GitAccess | null): Promise<string> {
  try {
    const { stdout } = await run('git', [...given], {
      ...{ timeout: WITHIN_MS, maxBuffer: MOST_OUTPUT_BYTES, killSignal: 'SIGKILL' },
      env: { ...environment(), ...configured(settingsOf(access)) },
    });
    return stdout.trim();
  } catch (error) {
    throw new GitFailed(reasonOf(error, access));
  }
}

// Nothing of whoever runs the server but where git and its keys are: no settings of a person's, and no question.
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, SSH_AUTH_SOCK, HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  return {
    ...{ PATH, HOME, SSH_AUTH_SOCK, HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy },
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=20',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    LC_ALL: 'C',
  };
}

/** Git's settings for one call. In its environment, for arguments are seen by whoever lists processes (git-config(1), GIT_CONFIG_COUNT). */
function settingsOf(access: GitAccess | null): [string, string][] {
  return [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    // A link in a repository would lead out of it, to what only the server may read.
    ['core.symlinks', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '30'],
    ...tokenSetting(access),
  ];
}

// GitHub and GitLab take a token as the password of any name; a name in the address is for those that do not.
function tokenSetting(access: GitAccess | null): [string, string][] {
  const token = access?.token ?? null;
  if (access === null || token === null || !/^https?:/.test(access.url)) return [];
  const { origin, username } = new URL(access.url);
  const name = username === '' ? 'x-access-token' : decodeURIComponent(username);
  const sent = Buffer.from(`${name}:${token}`).toString('base64');
  return [[`http.${origin}/.extraHeader`, `Authorization: Basic ${sent}`]];
}

function configured(settings: readonly [string, string][]): NodeJS.ProcessEnv {
  const pairs = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}

function reasonOf(error: unknown, access: GitAccess | null): string {
  const { code, killed, stderr, message } = error as Partial<
    Error & { code: string | number; killed: boolean; stderr: string }
  >;
  if (code === 'ENOENT') return 'git is not installed here.';
  if (killed) return `git did not end within ${WITHIN_MS / 1_000} seconds.`;
  const lines = (stderr ?? message ?? '').split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => /^(fatal|error|remote):/.test(line)) ?? lines[0] ?? 'no reason';
  const token = access?.token ?? null;
  const withoutToken = token === null ? told : told.replaceAll(token, '…');
  return withoutToken.replace(/\/\/[^/@\s]+@/g, '//…@').slice(0, 300);
}
