// Answers whoever has a share link of a query: its page, CSV, JSON; the last good result while the query fails.
import type { Request, Response } from 'express';
import { findActiveLink } from '../../catalog/links/share-links.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import type { Access } from '../../identity/access.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import type { Format } from '../output/http-output.ts';
import {
  answerLink,
  freeValues,
  letFrame,
  noLink,
  sharedHeaders,
  wantedBy,
  type AnsweringOptions,
} from '../output/answer-link.ts';
import type { Opened } from '../output/link-making.ts';
import { headOfQuery } from './page-head.ts';
import { sendPage } from './pages.ts';

export interface SharedOptions extends AnsweringOptions {
  access: Access;
  catalog: Catalog;
  /** The zone of a link that names none. */
  timeZone: string;
}

type FormatRows = 'GET shareCsv' | 'GET shareJson' | 'GET shareXlsx' | 'GET shareResult';
type SharedRows =
  FormatRows | 'GET sharePage' | 'GET shareChart' | 'OPTIONS shareCsv' | 'OPTIONS shareJson';

export function sharedHandlers(options: SharedOptions): Handlers<SharedRows> {
  const as =
    (format: Format) =>
    ({ request, response }: Asked<FormatRows>) =>
      answer(options, format, request, response);
  return {
    'OPTIONS shareCsv': ({ response }) => preflight(response),
    'OPTIONS shareJson': ({ response }) => preflight(response),
    'GET shareCsv': as('csv'),
    'GET shareJson': as('json'),
    'GET shareXlsx': as('xlsx'),
    'GET shareResult': as('result'),
    async 'GET sharePage'({ request, response }) {
      sharedHeaders(response);
      const { query } = await openLink(options, request);
      await sendPage(response, headOfQuery(query), 'reading.html');
    },
    async 'GET shareChart'({ request, response }) {
      sharedHeaders(response);
      const { query } = await openLink(options, request);
      letFrame(response);
      await sendPage(response, headOfQuery(query), 'reading.html');
    },
  };
}

function preflight(response: Response): void {
  sharedHeaders(response);
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
  response.setHeader('Access-Control-Allow-Headers', 'If-None-Match');
  response.setHeader('Access-Control-Max-Age', '86400');
}

// Looked up each time, so that a link that is revoked is revoked on every server.
async function openLink(
  { database, catalog, access }: SharedOptions,
  request: Request,
): Promise<Opened> {
  const { token = '' } = request.params as { token?: string };
  const link = await findActiveLink(database, token);
  if (link === null || 'board' in link) throw noLink();
  const query = catalog.named(link.query);
  // The same answer whether it never was, is over, or its maker may not see or share the query any more.
  if (query === null || !access.mayShare(link.maker, query)) throw noLink();
  return { link, query };
}

async function answer(
  options: SharedOptions,
  format: Format,
  request: Request,
  response: Response,
): Promise<void> {
  sharedHeaders(response);
  const opened = await openLink(options, request);
  const { link, query } = opened;
  const values = { ...link.values, ...freeValues(link, query.parameters, request) };
  const wanted = wantedBy(opened, {
    values,
    timeZone: link.timeZone ?? options.timeZone,
    maxAgeSeconds: link.maxAgeSeconds,
  });
  const reopen = () => openLink(options, request);
  await answerLink(options, { opened, wanted, format, reopen, request, response });
}
