// The pages: one HTML file for all of them, and its scripts and styles.
import express, { Router } from 'express';
import path from 'node:path';
import { root } from '../root.ts';

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

/** Where the pages are. */
export const pageAddresses = [
  '/',
  '/q/:slug',
  '/q/:slug/edit',
  '/q/:slug/history',
  '/new',
  '/asks',
  '/account',
  '/admin/:page',
];

/** The pages' addresses: a page draws itself from the API, and asks to sign in if need be. */
export function pageRoutes(): Router {
  const router = Router();
  router.get(pageAddresses, (request, response, next) => {
    const { slug } = request.params as { slug?: string };
    // No slug has a dot: it is an ending that no download has.
    if (slug?.includes('.')) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder });
  });
  return router;
}
