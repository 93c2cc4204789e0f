// What Slack asks of this server: commands, buttons, dialogs, events. Each is written into the inbox and acknowledged; where that
// cannot be done, whoever asked is told at once. Paths and bodies are Slack's, so they are no rows of the table of routes.
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type pg from 'pg';
import { Problem } from '../../../domain/problem.ts';
import { putArrival } from '../../catalog/slack/inbox.ts';
import { SlackApi } from '../../deliver/slack-api.ts';
import type { Post } from '../../deliver/kinds.ts';
import type { Guesses } from '../../identity/guesses.ts';
import { networkOf } from '../../identity/network.ts';
import type { Log } from '../../log.ts';
import { commandIn, interactionIn, linksIn, type NamedArrival } from './arrivals.ts';
import { isFromSlack } from './signature.ts';

export interface SlackOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
  guesses: Guesses | null;
  log: Log;
  /** Called when something has come. */
  onSlack: () => void;
}

export const SLACK_PATH = '/slack';

/** Slack waits for three seconds, and people for less. */
const WRITTEN_WITHIN_MS = 800;

/** `secret`: Slack's signing secret; null: nobody asks from Slack, and there is nothing at these paths. */
export function slack(secret: string | null, options: SlackOptions): Router {
  const router = Router();
  if (secret === null || options.post.slackBot === null) return router;
  const read = [express.raw({ limit: '1mb', type: () => true }), requireSignature(secret, options)];
  router.post('/commands', ...read, (request, response) => takeCommand(options, request, response));
  router.post('/actions', ...read, (request, response) => takeAction(options, request, response));
  router.post('/events', ...read, (request, response) => takeEvent(options, request, response));
  return router;
}

function requireSignature(secret: string, { guesses }: SlackOptions): RequestHandler {
  return (request, _response, next) => {
    const signature = request.get('x-slack-signature');
    const timestamp = request.get('x-slack-request-timestamp');
    const signed = { signature, timestamp, body: bytesOf(request) };
    if (isFromSlack(secret, signed, new Date())) return next();
    guesses?.countWrong(networkOf(request.ip ?? ''));
    throw new Problem('unauthenticated', 'This is not signed by Slack, or not in these minutes.');
  };
}

// Without a body there is none to read.
const bytesOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
const formOf = (request: Request) => new URLSearchParams(bytesOf(request).toString('utf8'));

const AWAY =
  'Sheetfeed’s database does not answer just now. If nothing comes within a minute, ask again.';

async function takeCommand(
  options: SlackOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const arrival = commandIn(formOf(request));
  if (arrival === null) throw notUnderstood();
  if (await isWritten(options, arrival)) response.status(200).end();
  else response.json({ response_type: 'ephemeral', text: AWAY });
}

async function takeAction(
  options: SlackOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const payload = jsonOf(formOf(request).get('payload') ?? '');
  const named = interactionIn(payload);
  if (named === null) throw notUnderstood();
  const isDialog = named.arrival.kind === 'dialog';
  if (await isWritten(options, named)) {
    if (isDialog) response.json({ response_action: 'clear' });
    else response.status(200).end();
  } else if (isDialog) response.json({ response_action: 'update', view: awayDialog });
  else {
    response.status(200).end();
    await tellAway(options, named);
  }
}

const plain = (text: string) => ({ type: 'plain_text', text });
const awayDialog = {
  ...{ type: 'modal', title: plain('Sheetfeed'), close: plain('Close') },
  blocks: [{ type: 'section', text: plain(AWAY) }],
};

// What is answered to a press is shown to nobody.
async function tellAway(
  { post, log }: SlackOptions,
  { arrival: { reply } }: NamedArrival,
): Promise<void> {
  if (reply === null || post.slackBot === null) return;
  const told = { response_type: 'ephemeral', replace_original: false, text: AWAY };
  await new SlackApi(post.slackBot, post).respond(reply, told).catch((error: unknown) => {
    log.warn({ err: error }, 'somebody in Slack could not be told that the database is away');
  });
}

// docs.slack.dev/reference/events/url_verification
async function takeEvent(
  options: SlackOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const event = jsonOf(bytesOf(request).toString('utf8'));
  const challenge = isObject(event) && event['type'] === 'url_verification' && event['challenge'];
  if (typeof challenge === 'string') return void response.type('text/plain').send(challenge);
  const named = linksIn(event);
  // What is not taken Slack sends again, three times within an hour (docs.slack.dev/apis/events-api, on retries).
  const isTaken = named === null || (await isWritten(options, named));
  response.status(isTaken ? 200 : 503).end();
}

/** Whether it is in the inbox, as far as that is known in time. */
async function isWritten(
  { database, log, onSlack }: SlackOptions,
  { name, arrival }: NamedArrival,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), WRITTEN_WITHIN_MS);
  });
  const writing = putArrival(database, { name, content: arrival }).then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, 'what came from Slack could not be written down');
      return false;
    },
  );
  const written = await Promise.race([writing, late]).finally(() => clearTimeout(timer));
  if (written) onSlack();
  return written;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function notUnderstood(): Problem {
  return new Problem('invalid_request', 'This is nothing that the app in Slack sends.');
}
