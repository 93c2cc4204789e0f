// The post box under /playground/post-box: its page, what it holds, and where a webhook of Slack may post to.
import express from 'express';
import type { Response, Router } from 'express';
import path from 'node:path';
import { Problem } from '../../domain/problem.ts';
import type { PostBox } from '../post-box/box.ts';
import type { PostBoxView, SlackMessage } from '../post-box/letters.ts';
import { putSlackMessage } from '../post-box/slack-stand-in.ts';
import type { EventStream } from './event-stream.ts';
import { sendFile } from './send-file.ts';

export interface PostBoxParts {
  box: PostBox;
  events: EventStream<{ event: 'changed' }>;
  /** What does not change while the program runs. */
  facts: () => Omit<PostBoxView, 'letters'>;
}

// A mail is shown in a frame without scripts; its pictures are parts of it.
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data:',
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function postBoxRouter(pageFolder: string, parts: PostBoxParts): Router {
  const { box, events, facts } = parts;
  const router = express.Router();
  router.get('/', async (_request, response) => {
    response.set('Content-Security-Policy', pagePolicy);
    await sendFile(response, path.join(pageFolder, 'post-box.html'), 'html');
  });
  for (const [name, type] of [
    ['post-box.js', 'js'],
    ['post-box.css', 'css'],
  ] as const)
    router.get(`/${name}`, (_request, response) =>
      sendFile(response, path.join(pageFolder, name), type),
    );
  router.get('/events', (request, response) => events.open(request, response));
  router.get('/api', (_request, response) => {
    const view: PostBoxView = { letters: box.letters(), ...facts() };
    response.set('Cache-Control', 'no-store').json(view);
  });
  router.delete('/api', (_request, response) => {
    box.empty();
    response.status(204).end();
  });
  router.get('/api/:id/files/:place', (request, response) => {
    sendAttachment(box, request.params, response);
  });
  router.post('/api/:id/unsubscribe', async (request, response) => {
    await unsubscribe(box, request.params.id);
    response.status(204).end();
  });
  router.post('/slack/:channel', express.json({ limit: '1mb' }), (request, response) => {
    const message = request.body as SlackMessage;
    putSlackMessage(box, { channel: `#${request.params.channel}`, thread: null, message });
    response.send('ok');
  });
  return router;
}

function sendAttachment(
  box: PostBox,
  { id, place }: { id: string; place: string },
  response: Response,
): void {
  const file = box.fileOf(id, Number(place));
  if (file === null) throw new Problem('not_found', 'The post box has no such attachment.');
  response
    .set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .type('application/octet-stream')
    .send(Buffer.from(file.content, 'base64'));
}

/** Asks as a mail program does when its reader presses Unsubscribe (RFC 8058): without a sign-in, and without following. */
async function unsubscribe(box: PostBox, id: string): Promise<void> {
  const letter = box.find(id);
  if (letter?.kind !== 'mail' || letter.unsubscribe === null)
    throw new Problem('not_found', 'The mail has nothing to unsubscribe from.');
  const answer = await fetch(letter.unsubscribe, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (answer?.ok) return;
  throw new Problem('service_unavailable', 'Sheetfeed did not take it. Try again in a moment.');
}
