// The simulated Google for programs, under /playground/google: what sheets.googleapis.com and Drive are to the world.
import express from 'express';
import type { Request, Response, Router } from 'express';
import type { Simulation } from '../desk/simulation.ts';
import type { PlaygroundIssuer } from '../identity.ts';
import { mostBytes } from '../simulator/api/http.ts';

export interface GoogleParts {
  issuer: PlaygroundIssuer;
  simulation: () => Simulation;
}

/** Any bearer token is taken, as in a playground everybody is known. */
export function googleRouter({ issuer, simulation }: GoogleParts): Router {
  const router = express.Router();
  router.use(express.text({ type: () => true, limit: mostBytes }));
  router.use(async (request, response) => {
    const token = bearerToken(request);
    const answer = await simulation().google({
      method: request.method,
      path: request.url,
      text: typeof request.body === 'string' ? request.body : '',
      as: token === null ? null : await issuer.holder(token),
    });
    send(response, answer);
  });
  return router;
}

function bearerToken({ headers, query }: Request): string | null {
  const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const asked = query['access_token'];
  return token ?? (typeof asked === 'string' ? asked : null);
}

function send(
  response: Response,
  { status, type, text }: Awaited<ReturnType<Simulation['google']>>,
): void {
  response.status(status).set('Cache-Control', 'no-store');
  if (text === '') response.end();
  else response.type(type).send(text);
}
