// Describes the HTTP interface for other programs (OpenAPI 3.1), from the schemas that check it.
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { OpenApiGeneratorV31 as Generator } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { rows, type RoutedRow, type RowName } from '../../../domain/contract/routes.ts';
import type { Row } from '../../../domain/contract/row.ts';
import { PROBLEMS } from '../../../domain/problem.ts';

export type Description = ReturnType<Generator['generateDocument']>;

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS]),
  })
  .meta({ id: 'Problem' });

/** The whole description, but for where the server is. It takes a few hundred milliseconds, in which nothing else is done. */
export function describeInterface(): Description {
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
  for (const row of rows) addPath(registry, row);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sheetfeed',
      version: '0.1.0',
      description: 'Saved SQL, live in Google Sheets.',
    },
  });
}

function addPath(registry: OpenAPIRegistry, row: RoutedRow): void {
  const { method, path, summary, least, headers, body } = row;
  const query = row.query ?? (row.values && z.object({ values: row.values.optional() }));
  registry.registerPath({
    method: method.toLowerCase() as 'get',
    path: path.replace(/:([a-z]+)/g, '{$1}'),
    operationId: operationOf(row.name),
    summary,
    security: least === 'anyone' ? [] : [{ identityToken: [] }, { personalToken: [] }],
    ...(least === 'anyone' ? {} : { description: `Least role: ${least}.` }),
    request: {
      ...paramsOf(row),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body: { content: jsonOf(body) } }),
    },
    responses: responsesOf(row.answers),
  });
}

/** What generated clients call it: `getQueries`, `putQuery`. */
function operationOf(name: RowName): string {
  const [method = '', path = ''] = name.split(' ');
  return `${method.toLowerCase()}${path.slice(0, 1).toUpperCase()}${path.slice(1)}`;
}

function paramsOf({ params, path }: RoutedRow): { params?: z.ZodObject } {
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  return {
    params: params ?? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
  };
}

const jsonOf = (schema: z.ZodType) => ({ 'application/json': { schema } });

function responsesOf(answers: Row['answers']) {
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
