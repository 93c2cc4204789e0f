// The pages: one HTML file for all of them, and its scripts and styles.
import express, { type Request, type Response } from 'express';
import path from 'node:path';
import { rows } from '../../../domain/contract/routes.ts';
import { pageRows } from '../../../domain/contract/routes/pages.ts';
import { fits, nothingThere } from '../../identity/rights.ts';
import { root } from '../../root.ts';
import type { Handlers } from '../front/handlers.ts';

const folder = path.join(root, 'dist/web');
// The build puts a hash of the content into these names.
const hashed = /-[A-Z0-9]{8}\.(js|css)$/;

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
    if (request.path.includes('/', 1)) next();
    else files(request, response, next);
  };
}

type PageRows = keyof typeof pageRows;

/** The pages: each draws itself from the API, and asks to sign in if need be. */
export function pageHandlers(): Handlers<PageRows> {
  const page = ({ response }: { response: Response }) => sendPage(response);
  return {
    'GET catalog': page,
    'GET queryPage'({ params, response }) {
      // No slug has a dot: it is an ending that no download has.
      if (params.slug.includes('.')) throw nothingThere();
      sendPage(response);
    },
    'GET editPage': page,
    'GET historyPage': page,
    'GET newQueryPage': page,
    'GET asksPage': page,
    'GET accountPage': page,
    'GET adminPage': page,
  };
}

const pages = rows.filter(({ name }) => name in pageRows);

/** Whether the request opens one of them. */
export function opensPage({ method, path: asked }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && pages.some((row) => fits(row, asked));
}

/** Answers with the one file of all pages. */
export function sendPage(response: Response, caching = 'no-cache'): void {
  response.setHeader('Cache-Control', caching);
  response.sendFile('index.html', { root: folder });
}
