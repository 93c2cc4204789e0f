// What helps to write SQL: the sources and their tables, is a text right, what would it cost, what could vary.
import { createSourceSchemas } from '../runs/authoring/schemas.ts';
import { describe, explain, literalsOf, type LookDependencies } from '../runs/authoring/look.ts';
import { Router } from 'express';
import {
  describeRequestSchema,
  explainRequestSchema,
  liftRequestSchema,
} from '../../domain/contract/schema.ts';
import { requireTimeZone } from '../runs/time-zone.ts';
import { checkedForRun } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface WritingHelpOptions {
  look: LookDependencies;
  timeZone: string;
  maxRows: number;
  now: () => Date;
}

/** /api/sources, /api/describe, /api/explain, /api/lift */
export function writingHelpRoutes(options: WritingHelpOptions): Router {
  const { look, timeZone, maxRows, now } = options;
  const schemas = createSourceSchemas(look.sources);
  const router = Router();
  router.get('/api/sources', async (_request, response) => {
    const health = await look.sources.health();
    const member = memberOf(response);
    const own = health.filter(({ name }) => look.access.mayWriteOn(member, name));
    response.json({ sources: own.map(({ name, usable }) => ({ name, usable })) });
  });
  router.get('/api/sources/:name/schema', async (request, response) => {
    response.setHeader('Cache-Control', 'private, max-age=60');
    const member = memberOf(response);
    look.access.requireWriting(member, look.sources.get(request.params.name).name);
    response.json(await schemas.of(request.params.name, member));
  });
  router.post('/api/describe', async (request, response) => {
    const asked = checkedForRun(describeRequestSchema, request.body);
    const member = memberOf(response);
    response.json(await describe(look, { ...asked, takesUndeclared: true, timeZone, member }));
  });
  router.post('/api/explain', async (request, response) => {
    const { timeZone: zone, ...asked } = checkedForRun(explainRequestSchema, request.body);
    const explained = {
      ...{ ...asked, takesUndeclared: true, maxRows, now: now() },
      timeZone: requireTimeZone(zone ?? timeZone),
      member: memberOf(response),
    };
    response.json(await explain(look, explained));
  });
  router.post('/api/lift', async (request, response) => {
    const asked = checkedForRun(liftRequestSchema, request.body);
    response.json({ literals: await literalsOf(look, asked) });
  });
  return router;
}
