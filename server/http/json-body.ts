// Reads the bodies of requests; JSON is all that is taken.
import express, { type RequestHandler } from 'express';
import { Problem } from '../../domain/problem.ts';
import { partsOf } from '../database/storable.ts';
import { refuseManyParts } from './json-parts.ts';

/** Reads the body of a request that has one; it must be JSON. */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherBodies, express.json(options), refusePrototypes];
}

const isJson = (request: { headers: { 'content-type'?: string | undefined } }) =>
  /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const options = {
  limit: '1mb',
  strict: true,
  type: isJson,
  verify: (_request: unknown, _response: unknown, body: Buffer) => refuseManyParts(body),
};

// Also keeps away forms, which a page elsewhere can send without asking first.
const refuseOtherBodies: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  const hasBody = chunked !== undefined || (length !== undefined && length !== '0');
  if (hasBody && !isJson(request)) {
    throw new Problem(
      'invalid_request',
      'Send the body as JSON, with Content-Type: application/json.',
    );
  }
  next();
};

// What nothing of ours is called, and libraries pass over in silence.
const refusePrototypes: RequestHandler = (request, _response, next) => {
  for (const { key } of partsOf(request.body)) {
    if (key !== '__proto__') continue;
    throw new Problem('invalid_request', 'The body has a key named __proto__. Leave it out.');
  }
  next();
};
