// The description of the HTTP interface for other programs, made from the schemas that check it.
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { OpenApiGeneratorV31 as Generator } from '@asteasolutions/zod-to-openapi';
import { Router } from 'express';
import { z } from 'zod';
import { memberSchema } from '../../domain/contract/member.ts';
import {
  fieldSchema,
  pageSchema,
  resultRequestSchema,
  resultSchema,
  runningSchema,
  runWaitSchema,
  unchangedSchema,
  unsavedRunRequestSchema,
} from '../../domain/contract/result.ts';
import { PROBLEMS } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { RIGHTS } from '../identity/rights.ts';
import { accessDescribed } from './access-described.ts';
import { catalogDescribed } from './catalog-described.ts';
import type { Described } from './described.ts';
import { signInDescribed } from './sign-in-described.ts';

type Document = ReturnType<Generator['generateDocument']>;

/** GET /openapi.json */
export function openapiRoutes(publicUrl: string | null): Router {
  const document = describe(publicUrl);
  const router = Router();
  router.get(routes.openapi, (_request, response) => {
    response.json(document);
  });
  return router;
}

const values = z
  .record(z.string(), z.string())
  .describe(
    'The values by the names of their parameters; _timeZone and _maxAgeSeconds are options.',
  );
const rowsQuery = z.object({ after: z.string().optional() });
const runState = runningSchema.extend({ state: z.enum(['running', 'done', 'failed']) });
const health = z.object({ status: z.literal('ok') });
const state = z.enum(['ok', 'away']);
const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  database: state,
  sources: z.array(z.object({ name: z.string(), status: state })),
});

/** What each route of the table of rights takes and gives. */
const described: Record<keyof typeof RIGHTS, Described> = {
  ...catalogDescribed,
  ...signInDescribed,
  ...accessDescribed,
  'GET /': { summary: "The catalog's page", answers: { 200: 'text/html' } },
  'GET /q/:slug': { summary: "A query's page", answers: { 200: 'text/html' } },
  'GET /q/:slug.csv': {
    summary: 'The result as CSV (RFC 4180) with a header row; values in the query string',
    answers: { 200: 'text/csv' },
  },
  'GET /q/:slug.json': {
    summary: 'The result as an array of objects; values in the query string',
    answers: { 200: z.array(z.record(z.string(), fieldSchema)) },
  },
  'GET /q/:slug.xlsx': {
    summary: 'The result as an Excel workbook; values in the query string',
    answers: { 200: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  },
  'GET /api/me': { summary: 'Who is signed in', answers: { 200: memberSchema } },
  'POST /api/queries/:slug/result': {
    summary: 'The result with its columns and types; 202 while the run goes on',
    request: resultRequestSchema,
    answers: { 200: z.union([resultSchema, unchangedSchema]), 202: runningSchema },
  },
  'POST /api/run': {
    summary: 'The result of SQL that is not saved; for authors',
    request: unsavedRunRequestSchema,
    answers: { 200: z.union([resultSchema, unchangedSchema]), 202: runningSchema },
  },
  'GET /api/runs/:run': {
    summary: 'How far a run is; with waitSeconds its first page, or 202 while it goes on',
    query: runWaitSchema,
    answers: { 200: z.union([runState, resultSchema, unchangedSchema]), 202: runningSchema },
  },
  'GET /api/runs/:run/rows': {
    summary: "The next page of a run's result",
    query: rowsQuery,
    answers: { 200: pageSchema },
  },
  'DELETE /api/runs/:run': { summary: 'Cancels a run', answers: { 204: '' } },
  'GET /healthz': { summary: 'Whether the server is alive', answers: { 200: health } },
  'GET /readyz': {
    summary: 'Whether the server can work, and which data sources can',
    answers: { 200: readiness, 503: readiness },
  },
  'GET /metrics': { summary: 'Figures for Prometheus', answers: { 200: 'text/plain' } },
  'GET /openapi.json': {
    summary: 'This description',
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
};

const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS]),
});

/** The whole description (OpenAPI 3.1). */
function describe(publicUrl: string | null): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'identityToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  registry.registerComponent('securitySchemes', 'personalToken', {
    type: 'http',
    scheme: 'bearer',
  });
  for (const [route, what] of Object.entries(described)) addPath(registry, route, what);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sheetfeed',
      version: '0.1.0',
      description: 'Saved SQL, live in Google Sheets.',
    },
    servers: [{ url: publicUrl ?? '/' }],
  });
}

function addPath(registry: OpenAPIRegistry, route: string, what: Described): void {
  const [method = '', path = ''] = route.split(' ');
  const { least: right } = RIGHTS[route as keyof typeof RIGHTS];
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name);
  const isResult = /\.(csv|json|xlsx)$/.test(path) && names.length > 0;
  registry.registerPath({
    method: method.toLowerCase() as 'get',
    path: path.replace(/:([a-z]+)/g, '{$1}'),
    summary: what.summary,
    security: right === 'anyone' ? [] : [{ identityToken: [] }, { personalToken: [] }],
    ...(right === 'anyone' ? {} : { description: `Least role: ${right}.` }),
    request: {
      ...(names.length > 0
        ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
        : {}),
      ...(what.query ? { query: what.query } : {}),
      ...(what.headers ? { headers: what.headers } : {}),
      ...(isResult ? { query: z.object({ values: values.optional() }) } : {}),
      ...(what.request ? { body: { content: jsonOf(what.request) } } : {}),
    },
    responses: responsesOf(what.answers),
  });
}

const jsonOf = (schema: z.ZodType) => ({ 'application/json': { schema } });

function responsesOf(answers: Described['answers']) {
  const given = Object.entries(answers).map(([status, answer]) => [
    status,
    {
      description: status === '202' ? 'Still running' : 'As asked',
      ...(answer === ''
        ? {}
        : {
            content:
              typeof answer === 'string' ? { [answer]: { schema: z.string() } } : jsonOf(answer),
          }),
    },
  ]);
  const problem = {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  return { ...Object.fromEntries(given), default: problem };
}
