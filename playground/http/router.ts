// The playground under /playground: its page, the sidebar's frame, and what the page asks of the simulator.
import path from 'node:path';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { isLoopback } from '../../server/settings/local-mode.ts';
import { editSchema } from './edit-schema.ts';
import { googleRouter } from './google.ts';
import { postBoxRouter, type PostBoxParts } from './post-box.ts';
import type { EventStream } from './event-stream.ts';
import type { PlaygroundIssuer } from '../identity.ts';
import type { Simulation } from '../desk/simulation.ts';
import { actAndFire, moveClock } from '../trigger-clock.ts';
import { sidebarHost } from './sidebar-host.ts';
import type { CallAnswer, PlaygroundEvent } from '../protocol.ts';
import type { Ask } from '../desk/worker-protocol.ts';
import { sendFile } from './send-file.ts';

export interface PlaygroundParts {
  /** dist/playground. */
  pageFolder: string;
  issuer: PlaygroundIssuer;
  simulation: () => Simulation;
  events: EventStream<PlaygroundEvent>;
  postBox: PostBoxParts;
}

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data:',
  // The sidebar, under the other name of this computer.
  "frame-src 'self' http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// The sidebar is one file with everything inside, and must not call anything by itself. It is of an origin that is
// nobody's, however it is opened: under its own name the same server has the catalog.
const sidebarPolicy = (page: string) =>
  [
    "default-src 'none'",
    "script-src 'unsafe-inline'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${page}`,
    'sandbox allow-scripts allow-forms allow-popups allow-downloads allow-modals allow-popups-to-escape-sandbox',
  ].join('; ');

export function playgroundRouter(parts: PlaygroundParts): Router {
  const router = express.Router();
  router.get('/', async (_request, response) => {
    response.set('Content-Security-Policy', pagePolicy);
    await sendFile(response, path.join(parts.pageFolder, 'index.html'), 'html');
  });
  for (const [name, type] of [
    ['page.js', 'js'],
    ['page.css', 'css'],
  ] as const) {
    router.get(`/${name}`, (_request, response) =>
      sendFile(response, path.join(parts.pageFolder, name), type),
    );
  }
  router.get('/identity/keys', (_request, response) => void response.json(parts.issuer.keys));
  router.get('/sidebar', (request, response) => sendSidebar(parts, request, response));
  router.use('/google', googleRouter(parts));
  router.use('/api', apiRouter(parts));
  router.use('/post-box', postBoxRouter(parts.pageFolder, parts.postBox));
  return router;
}

/** The built sidebar as it is, with Google's `google` made before its own script runs. */
async function sendSidebar(
  { simulation }: PlaygroundParts,
  { query, headers }: Request,
  response: Response,
): Promise<void> {
  const { page } = read(sidebarQuery, query);
  // One of this computer's names, and this very server.
  const port = new URL(`http://${headers.host}`).port;
  if (!isLoopback(new URL(page).hostname) || new URL(page).port !== port) {
    throw new Problem('cross_site', 'The sidebar is shown on the page of the playground only.');
  }
  const html = z.string().parse(await simulation().ask({ ask: 'sidebarHtml' }));
  const { addonAddress: addon } = viewSchema.parse(await simulation().ask({ ask: 'view' }));
  const host = sidebarHost({ page, addon });
  const at = /<head[^>]*>/i.exec(html);
  const place = at ? at.index + at[0].length : 0;
  response.removeHeader('X-Frame-Options');
  response.set('Content-Security-Policy', sidebarPolicy(page)).set('Cache-Control', 'no-store');
  response.type('html').send(html.slice(0, place) + host + html.slice(place));
}

const sidebarQuery = z.object({
  page: z.string().regex(/^http:\/\/[a-z0-9.:[\]-]+$/),
  version: z.string().optional(),
});
const viewSchema = z.object({ addonAddress: z.string() });

const rowsQuery = z.object({
  tab: z.coerce.number().int(),
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int(),
});
const from1 = z.coerce.number().int().min(1);
const copyQuery = z.object({
  tab: z.coerce.number().int(),
  row: from1,
  column: from1,
  rows: from1,
  columns: from1,
});
const callBody = z.object({ functionName: z.string().min(1), args: z.array(z.unknown()) });
const clockBody = z.union([
  z.object({ by: z.number().int().positive() }),
  z.object({ at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/) }),
]);
const idBody = z.object({ id: z.string() });
const dialogBody = z.object({ button: z.string(), text: z.string() });
/** Rows that one answer may hold: several screens of them. */
const mostRows = 1000;

function apiRouter({ issuer, simulation, events }: PlaygroundParts): Router {
  const router = express.Router();
  router.use(express.json({ limit: '20mb' }));
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  const answer = async (response: Response, ask: Ask) =>
    void response.json(await attempt(() => simulation().ask(ask)));
  readRoutes(router, simulation);
  router.get('/events', (request, response) => events.open(request, response));
  const act = async (response: Response, ask: Ask) => {
    const parts = { simulation: simulation(), issuer };
    response.json(await attempt(() => actAndFire(parts, () => parts.simulation.ask(ask))));
  };
  router.post('/edit', (request, response) =>
    act(response, { ask: 'edit', edit: read(editSchema, request.body) }),
  );
  router.post('/call', async (request, response) => {
    const call = read(callBody, request.body);
    await answer(response, { ask: 'call', ...call, tokens: await issuer.tokens() });
  });
  router.post('/trigger', async (request, response) => {
    const { id } = read(idBody, request.body);
    await answer(response, { ask: 'trigger', id, tokens: await issuer.tokens() });
  });
  router.post('/clock', async (request, response) => {
    const until = read(clockBody, request.body);
    response.json(await attempt(() => moveClock({ simulation: simulation(), issuer }, until)));
  });
  router.post('/person', (request, response) =>
    answer(response, { ask: 'person', ...read(idBody, request.body) }),
  );
  router.post('/open', (request, response) =>
    act(response, { ask: 'open', ...read(idBody, request.body) }),
  );
  router.post('/dialog', (request, response) => {
    simulation().answerDialog(read(dialogBody, request.body));
    response.json({ ok: true, value: null } satisfies CallAnswer);
  });
  router.post('/sidebar/close', (_request, response) => answer(response, { ask: 'closeSidebar' }));
  router.post('/reset', (_request, response) => answer(response, { ask: 'reset' }));
  return router;
}

function readRoutes(router: Router, simulation: PlaygroundParts['simulation']): void {
  router.get('/view', async (_request, response) => {
    response.json(await simulation().ask({ ask: 'view' }));
  });
  router.get('/rows', async (request, response) => {
    const { tab, from, to } = read(rowsQuery, request.query);
    const last = Math.min(to, from + mostRows);
    response.json(await simulation().ask({ ask: 'rows', tab, from, to: last }));
  });
  router.get('/copy', async (request, response) => {
    const { tab, ...area } = read(copyQuery, request.query);
    response.json(await simulation().ask({ ask: 'copy', tab, area }));
  });
}

/** A script's error is an answer: the page shows it where Google would. */
async function attempt(act: () => Promise<unknown>): Promise<CallAnswer> {
  try {
    return { ok: true, value: (await act()) ?? null };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const detail = 'The playground did not understand its page. Reload the page.';
  throw new Problem('invalid_request', detail, {}, error);
}
