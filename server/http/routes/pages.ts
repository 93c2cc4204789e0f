// The pages: one HTML file for all of them, and its scripts and styles.
import express, { type Request, type Response } from 'express';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import path from 'node:path';
import { rows } from '../../../domain/contract/routes.ts';
import { pageRows } from '../../../domain/contract/routes/pages.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { fits, nothingThere } from '../../identity/rights.ts';
import type { WhoIs } from '../../identity/who-is.ts';
import { root } from '../../root.ts';
import type { Handlers } from '../front/handlers.ts';
import { encodingFor } from '../output/encoding.ts';
import { sendText } from '../output/send-text.ts';
import { headOf, headOfQuery, headOfSlug, withHead, type PageHead } from './page-head.ts';

const folder = path.join(root, 'dist/web');
// The build puts a hash of the content into these names, and each compressed beside it.
const hashed = /-[A-Z0-9]{8}\.(js|css)(\.br|\.gz)?$/;
const endings = { br: '.br', gzip: '.gz' } as const;
const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** The scripts and styles, for anyone; whatever is not a file goes on to the routes. */
export function pageFiles(): express.RequestHandler {
  const files = express.static(folder, {
    index: false,
    redirect: false,
    setHeaders: (response, file) => {
      const forever = 'public, max-age=31536000, immutable';
      response.setHeader('Cache-Control', hashed.test(file) ? forever : 'no-cache');
    },
  });
  // They stand in one folder: whatever has a folder in its path need not be looked for on the disk.
  return (request, response, next) => {
    if (request.path.includes('/', 1)) return next();
    if (request.path === EMBED) letElsewhere(response);
    const type = mediaTypes[path.extname(request.path)];
    if (type === undefined) return files(request, response, next);
    response.vary('Accept-Encoding');
    const encoding = encodingFor(request);
    if (encoding === 'identity' || !isBuilt(request.path + endings[encoding])) {
      return files(request, response, next);
    }
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Encoding', encoding);
    request.url = request.path + endings[encoding];
    files(request, response, next);
  };
}

/** What pages of other sites draw a share link's result with. */
const EMBED = '/embed.js';

// It holds nothing of anybody's; what it shows, it asks for by the secret that the page has.
function letElsewhere(response: Response): void {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
}

// What is built is not built again while the server runs; names that nobody built are not remembered.
const built = new LRUCache<string, boolean>({ max: 200 });

function isBuilt(name: string): boolean {
  if (!/^\/[\w-]+\.(js|css)\.(br|gz)$/.test(name)) return false;
  const known = built.get(name) ?? existsSync(path.join(folder, name));
  if (known) built.set(name, known);
  return known;
}

type PageRows = keyof typeof pageRows;

export interface PageOptions {
  catalog: Catalog;
  whoIs: WhoIs;
}

/** The pages: each draws itself from the API, and asks to sign in if need be. */
export function pageHandlers(options: PageOptions): Handlers<PageRows> {
  const titled =
    (title: string, file?: PageFile) =>
    ({ response }: { response: Response }) =>
      sendPage(response, headOf(title), file);
  const about = (of: string, file?: PageFile) => async (asked: AboutQuery) =>
    sendPage(asked.response, await queryHead(options, asked, of), file);
  return {
    'GET catalog': titled('The catalog'),
    'GET queryPage'(asked) {
      // No slug has a dot: it is an ending that no download has.
      if (asked.params.slug.includes('.')) throw nothingThere();
      return about('', 'reading.html')(asked);
    },
    'GET editPage': about('Edit '),
    'GET historyPage': about('History of '),
    'GET alertsPage': about('Alerts of '),
    'GET frozenPage'(asked) {
      if (asked.params.id.includes('.')) throw nothingThere();
      return titled('A frozen run', 'reading.html')(asked);
    },
    'GET boardPage': titled('A board', 'reading.html'),
    'GET boardEditPage': titled('Edit a board'),
    'GET boardsPage': titled('Boards'),
    'GET newBoardPage': titled('New board'),
    'GET tablesPage': titled('Sheet tables'),
    'GET tablePage': titled('A sheet table'),
    'GET wordsPage': titled('What data means'),
    'GET tableWordsPage': titled('What a table means'),
    'GET lessonsPage': titled('Lessons'),
    'GET lessonPage': titled('A lesson'),
    'GET newQueryPage': titled('New query'),
    'GET loudAlertsPage': titled('What fires now'),
    'GET asksPage': titled('Asked for'),
    'GET concernsPage': titled('What concerns you'),
    'GET accountPage': titled('Your account'),
    'GET googleGrantPage': titled('Spreadsheets that you picked'),
    'GET unsubscribePage': titled('End a subscription'),
    'GET adminPage': titled('Admin'),
  };
}

interface AboutQuery {
  params: { slug: string };
  request: Request;
  response: Response;
}

async function queryHead(
  { catalog, whoIs }: PageOptions,
  { params: { slug }, request }: AboutQuery,
  of: string,
): Promise<PageHead> {
  // Whoever is not signed in gets the page too, where it asks them to.
  const member = await whoIs(request).catch(() => null);
  const query = member === null ? null : catalog.visible(slug, member);
  return query === null ? headOfSlug(slug, of) : headOfQuery(query, of);
}

const pages = rows.filter(({ name }) => name in pageRows);

/** Whether the request opens one of them. */
export function opensPage({ method, path: asked }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && pages.some((row) => fits(row, asked));
}

/** The files differ in what a browser is told to load at once: that of a result's page, or less. */
export type PageFile = 'index.html' | 'reading.html';

/** Answers with the file of the pages, under a head of its own: kept by nobody for others. */
export async function sendPage(
  response: Response,
  head: PageHead,
  file: PageFile = 'index.html',
): Promise<void> {
  const html = await readFile(path.join(folder, file), 'utf8');
  response.setHeader('Cache-Control', 'private, no-cache');
  await sendText(response, 'html', withHead(html, head));
}
