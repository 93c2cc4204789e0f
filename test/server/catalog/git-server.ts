// A git server on this computer: a real repository, over HTTP by git's own program, which asks for a token.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitServer {
  url: string;
  /** What was sent as the password by each request that was let in. */
  tokens: string[];
  /** Answers 503 to everything, as one that is down. */
  isDown: boolean;
  /** Makes these files a commit, and pushes it; a text of null takes the file away. */
  push(files: Record<string, string | null>, how?: { anew?: boolean }): Promise<void>;
  /** In the clone that is pushed from. */
  git(...given: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** One with an empty repository, for whoever has this token. */
export async function startGitServer(token: string): Promise<GitServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-git-'));
  const bare = path.join(folder, 'queries.git');
  const clone = path.join(folder, 'clone');
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  await run('git', ['init', '--quiet', '--initial-branch=main', clone]);
  const git = async (...given: string[]): Promise<string> => {
    const who = ['-c', 'user.name=Ben', '-c', 'user.email=ben@example.com'];
    return (await run('git', ['-C', clone, ...who, ...given])).stdout;
  };
  const server = http.createServer((request, response) => {
    const given = passwordOf(request.headers.authorization);
    if (served.isDown) return void response.writeHead(503).end();
    if (given !== token)
      return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
    served.tokens.push(given);
    answer(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const served: GitServer = {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/queries.git` },
    ...{ tokens: [], isDown: false, git },
    async push(files, { anew = false } = {}) {
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(clone, name);
        await mkdir(path.dirname(file), { recursive: true });
        if (text === null) await rm(file);
        else await writeFile(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message=Changed', ...(anew ? ['--amend'] : []));
      await git('push', '--quiet', '--force', bare, 'HEAD:main');
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return served;
}

const passwordOf = (authorization = ''): string =>
  Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':')[1] ?? '';

/** git-http-backend(1) is a CGI program: RFC 3875. */
function answer(
  folder: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
  const program = path.join(
    execFileSync('git', ['--exec-path']).toString().trim(),
    'git-http-backend',
  );
  const child = spawn(program, {
    env: {
      ...{ GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname },
      ...{ REQUEST_METHOD: request.method, QUERY_STRING: search.slice(1), REMOTE_USER: 'x' },
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH: process.env['PATH'],
    },
  });
  request.pipe(child.stdin);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.on('close', () => {
    const whole = Buffer.concat(pieces);
    const end = whole.indexOf('\r\n\r\n');
    const lines = whole.subarray(0, end).toString().split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => line.split(': ', 2) as [string, string]),
    );
    const { Status = '200', ...others } = headers;
    response.writeHead(parseInt(Status, 10), others).end(whole.subarray(end + 4));
  });
}
