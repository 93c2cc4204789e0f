// SCIM 2.0 (RFC 7643, 7644): a directory such as Okta or Entra ID makes people and groups here, and takes them away.
// Its paths, its bodies and its errors are its standard's, so they are no rows of the table of routes.
import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import type pg from 'pg';
import { Problem } from '../../../domain/problem.ts';
import type { AuditTrail } from '../../catalog/audit/trail.ts';
import type { Maintenance } from '../../cluster/maintenance.ts';
import type { Guesses } from '../../identity/guesses.ts';
import type { Member } from '../../identity/member.ts';
import { networkOf } from '../../identity/network.ts';
import { isSameSecret } from '../../identity/secrets.ts';
import type { Log } from '../../log.ts';
import { problemFrom } from '../front/problems.ts';
import { groupRoutes } from './groups.ts';
import { MEDIA_TYPE, ScimError, scimError } from './messages.ts';
import { describeOurselves } from './description.ts';
import type { ScimParts } from './parts.ts';
import { userRoutes } from './users.ts';

export interface ScimOptions {
  /** Null: no directory is known, and there is nothing at these paths. */
  token: string | null;
  database: pg.Pool;
  trail: AuditTrail;
  /** The rights of members have changed: they are read anew. */
  onChange: () => Promise<void>;
  guesses: Guesses | null;
  maintenance: Pick<Maintenance, 'refuse'>;
  log: Log;
}

export const SCIM_PATH = '/scim/v2';

export function scim(options: ScimOptions): Router {
  const router = Router();
  const { token, database, trail } = options;
  if (token === null) return router;
  const parts: ScimParts = {
    database,
    change: (request, what) => async (work) => {
      const event = {
        kind: 'change',
        member: directory,
        what,
        subject: null,
        details: null,
      } as const;
      const done = await trail.change({ ...event, address: request.ip ?? null })(work);
      await options.onChange();
      return done;
    },
  };
  router.use(requireToken(token, options.guesses));
  router.use(refuseChanges(options.maintenance));
  router.use(express.json({ limit: '1mb', type: ['application/json', MEDIA_TYPE] }));
  router.use(describeOurselves(), userRoutes(parts), groupRoutes(parts));
  router.use(() => {
    throw new ScimError(404, 'There is nothing at this address.');
  });
  router.use(tellInScim(options.log));
  return router;
}

const directory: Member = {
  ...{ id: 'scim', email: '', name: 'The directory (SCIM)', role: 'admin' },
  credential: { kind: 'token', id: 'scim', name: 'SCIM_TOKEN', scopes: [] },
};

function requireToken(token: string, guesses: Guesses | null): RequestHandler {
  return (request, _response, next) => {
    const given = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (isSameSecret(given, token)) return next();
    guesses?.countWrong(networkOf(request.ip ?? ''));
    throw new ScimError(401, 'Send the SCIM_TOKEN of this server as a bearer token.');
  };
}

// The directory tries again.
const refuseChanges =
  (maintenance: Pick<Maintenance, 'refuse'>): RequestHandler =>
  ({ method }, _response, next) => {
    if (method !== 'GET') maintenance.refuse();
    next();
  };

function tellInScim(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    const told = scimErrorFrom(error);
    const { requestId } = response.locals as { requestId?: string };
    if (told.status >= 500) log.error({ requestId, err: error }, 'a request failed');
    response
      .status(told.status)
      .type(MEDIA_TYPE)
      .send(JSON.stringify(scimError(told)));
  };
}

// unique_violation
const TAKEN = '23505';

function scimErrorFrom(error: unknown): ScimError {
  if (error instanceof ScimError) return error;
  if ((error as { code?: unknown }).code === TAKEN) {
    return new ScimError(409, 'There is one of that name already.', 'uniqueness');
  }
  const problem: Problem = problemFrom(error);
  return new ScimError(problem.status, problem.message);
}
