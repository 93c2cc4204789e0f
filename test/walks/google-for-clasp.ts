// Google as far as clasp asks it: the sign-in's tokens, and one Apps Script project with its files and versions.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../server/root.ts';

export const scriptId = `1${'s'.repeat(56)}`;

export interface ScriptFile {
  name: string;
  type: string;
  source: string;
}

export interface GoogleForClasp {
  /** What a program needs so that its clasp asks here. */
  env: Record<string, string>;
  /** What was pushed. */
  files: ScriptFile[];
  versions: string[];
  stop(): void;
}

export async function startGoogleForClasp(): Promise<GoogleForClasp> {
  const empty = { name: 'appsscript', type: 'JSON', source: '{"timeZone":"Etc/UTC"}' };
  const google = { files: [empty], versions: [] as string[] };
  const server = http.createServer((request, response) => {
    void answer(google, request).then((body) => {
      response.statusCode = body === null ? 404 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(body ?? { error: { code: 404, message: 'There is no such thing' } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const preload = pathToFileURL(path.join(root, 'test/walks/google-on-loopback.mjs')).href;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(google, {
    env: { NODE_OPTIONS: `--import ${preload}`, GOOGLE_ON_LOOPBACK: url },
    stop: () => void server.close(),
  });
}

async function answer(
  google: Pick<GoogleForClasp, 'files' | 'versions'>,
  request: http.IncomingMessage,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const asked = `${request.method} ${request.headers['x-meant-for']}${request.url}`;
  if (asked === 'POST oauth2.googleapis.com/token') return tokens(text);
  if (request.headers.authorization !== 'Bearer of-ada') return null;
  const project = `script.googleapis.com/v1/projects/${scriptId}`;
  switch (asked) {
    case 'GET www.googleapis.com/oauth2/v2/userinfo':
      return { email: 'ada@example.com' };
    case 'POST script.googleapis.com/v1/projects':
      return { scriptId };
    case `GET ${project}/content`:
      return { scriptId, files: google.files };
    case `PUT ${project}/content`:
      google.files = (JSON.parse(text) as { files: ScriptFile[] }).files;
      return { scriptId, files: google.files };
    case `POST ${project}/versions`:
      google.versions.push((JSON.parse(text) as { description: string }).description);
      return { versionNumber: google.versions.length };
    default:
      return null;
  }
}

function tokens(form: string): unknown {
  if (new URLSearchParams(form).get('code') !== 'code-of-ada') return null;
  return { access_token: 'of-ada', refresh_token: 'again', expires_in: 3600, token_type: 'Bearer' };
}
