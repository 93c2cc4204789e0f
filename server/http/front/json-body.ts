// Reads the bodies of requests; JSON is all that is taken.
import express, { type Request, type RequestHandler } from 'express';
import { rows } from '../../../domain/contract/routes.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import { partsOf } from '../../database/storable.ts';
import { fits } from '../../identity/rights.ts';
import { refuseManyParts, USUAL_PARTS, type MostParts } from './json-parts.ts';

/** Reads the body of a request that has one; it must be JSON. */
export function jsonBody(): RequestHandler[] {
  const usual = express.json(optionsFor({ limit: '1mb', most: USUAL_PARTS }));
  const large = express.json(optionsFor({ limit: '2mb', most: LARGE_PARTS }));
  const read: RequestHandler = (request, response, next) =>
    (isLarge(request) ? large : usual)(request, response, next);
  return [issuersForm, refuseOtherBodies, read, refusePrototypes];
}

/** A page of a sheet: its rows, and their cells. */
const LARGE_PARTS: MostParts = { values: 200_000, objects: 51_000, names: 1_000 };

const largeRows = rows.filter(({ large }) => large);

const isLarge = ({ method, path }: Request) =>
  largeRows.some((row) => row.method === method && fits(row, path));

// The one form: its standard has it so, and what it holds is signed.
const readForm = express.urlencoded({ extended: false, limit: '64kb' });
const issuersForm: RequestHandler = (request, response, next) =>
  request.path === routes.signedOut ? readForm(request, response, next) : next();

const isJson = (request: { headers: { 'content-type'?: string | undefined } }) =>
  /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const optionsFor = ({ limit, most }: { limit: string; most: MostParts }) => ({
  limit,
  strict: true,
  type: isJson,
  verify: (request: unknown, _response: unknown, body: Buffer) => {
    refuseManyParts(body, most);
    // To walk through all parts of a large one would hold everybody up.
    if (PROTOTYPES.some((text) => body.includes(text))) suspects.add(request as object);
  },
});

/** Without one of these in its text, no key of a body can be __proto__. */
const PROTOTYPES = ['__proto__', '\\u'];
/** Requests whose bodies may have such a key. */
const suspects = new WeakSet();

// Also keeps away forms, which a page elsewhere can send without asking first.
const refuseOtherBodies: RequestHandler = (request, _response, next) => {
  // Mail programs end a subscription by a form (RFC 8058); the secret in the address is the right, and nothing in it is read.
  if (/^\/unsubscribe\/[^/]+$/i.test(request.path)) return next();
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  const hasBody = chunked !== undefined || (length !== undefined && length !== '0');
  if (hasBody && request.body === undefined && !isJson(request)) {
    throw new Problem(
      'invalid_request',
      'Send the body as JSON, with Content-Type: application/json.',
    );
  }
  next();
};

// What nothing of ours is called, and libraries pass over in silence.
const refusePrototypes: RequestHandler = (request, _response, next) => {
  for (const { key } of suspects.has(request) ? partsOf(request.body) : []) {
    if (key !== '__proto__') continue;
    throw new Problem('invalid_request', 'The body has a key named __proto__. Leave it out.');
  }
  next();
};
