// The token of a linked range's schedule: made when the schedule is, revoked when it ends.
import { Router } from 'express';
import {
  scheduleTokenQuerySchema,
  scheduleTokenRequestSchema,
} from '../../domain/contract/schedule-token.ts';
import { Problem } from '../../domain/problem.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { localAdmin } from '../identity/members.ts';
import type { ScheduleTokens } from '../identity/schedule-tokens.ts';
import { checked } from './checked.ts';
import { rangeIdSchema } from './dependents.ts';
import { memberOf } from './member-of.ts';

export function scheduleTokenRoutes({
  catalog,
  scheduleTokens,
}: {
  catalog: Pick<Catalog, 'find'>;
  scheduleTokens: ScheduleTokens;
}): Router {
  const router = Router();
  router.post('/api/ranges/:id/token', async (request, response) => {
    const member = memberOf(response);
    const range = checked(rangeIdSchema, request.params.id);
    const { query, spreadsheet } = checked(scheduleTokenRequestSchema, request.body);
    const { slug } = await catalog.find(query, member);
    if (member.id === localAdmin.id) throw noTokenNeeded();
    const token = await scheduleTokens.make(member.id, { range, spreadsheet, query: slug });
    response.setHeader('Cache-Control', 'no-store');
    response.status(201).json({ token });
  });
  // As with the range itself, whoever knows its spreadsheet may.
  router.delete('/api/ranges/:id/token', async (request, response) => {
    const range = checked(rangeIdSchema, request.params.id);
    const { spreadsheet } = checked(scheduleTokenQuerySchema, request.query);
    await scheduleTokens.revoke({ range, spreadsheet });
    response.status(204).end();
  });
  return router;
}

function noTokenNeeded(): Problem {
  return new Problem(
    'forbidden',
    'Schedules on this computer need no token, for nobody signs in to this server.',
  );
}
