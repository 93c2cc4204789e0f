// Nonsense that may be sent to any route there is: made of the table of routes and of what /openapi.json says of each.
import { rows } from '../../../domain/contract/routes.ts';
import type { Asked } from '../../support/server.ts';
import { fc } from '../../support/random.ts';

/** One request, to be sent as often as it says. */
export interface Sent extends Asked {
  path: string;
  times: number;
}

/** What of a JSON Schema the description uses. */
interface Schema {
  $ref?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  type?: string | string[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
}

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, Schema> };
}

/** Names of what a test's server has, so that nonsense also meets what is there. */
export interface There {
  slugs: string[];
  sources: string[];
  members: string[];
  parameters: string[];
  /** Of links, groups, tokens and runs. */
  ids: string[];
}

const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const NUMBERS = ['0', '-1', '1.5', '1e999', '99999999999999999999', '2147483648', 'NaN', '007'];
const CHARACTERS = ['', ' ', '\0', 'a\0b', '\ud800', '\udc00x', '🦆', '\u202e', '\r\n', '\\u0000'];
const WORDS = [
  'null',
  'true',
  '*',
  '%',
  '%00',
  '../../..',
  '..',
  '.',
  "'",
  '"',
  '<b>',
  ';',
  ':x',
  '$1',
];
const IDS = [
  '00000000-0000-0000-0000-000000000000',
  'current',
  'e3b0c442-98fc-4c14-9afb-f4c8996fb924',
];
const ZONES = ['Nonsense', 'Europe/Paris', 'UTC', '+02:00', '__proto__'];
const SQL = [
  'select 1 as one',
  'select :x',
  'select',
  'select 1/0',
  '/*---\ntitle: a\n---*/\nselect 1',
];

const texts = ({ slugs, sources, members, parameters, ids }: There) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...slugs, ...sources, ...members, ...parameters) },
    { weight: 2, arbitrary: fc.constantFrom(...IDS, ...ids) },
    { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE, ...CHARACTERS, ...WORDS) },
    { weight: 2, arbitrary: fc.constantFrom(...NUMBERS, ...ZONES, ...SQL) },
    fc.constantFrom('x', '🦆', '\0', "'").map((one) => one.repeat(3_000)),
    fc.string({ unit: 'binary' }),
    fc.string(),
  );

const numbers = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308),
  fc.integer(),
  fc.double({ noNaN: true }),
);

const nested = fc
  .record({ depth: fc.constantFrom(10, 1_000, 100_000), with: fc.constantFrom('[', '{"a":') })
  .map(({ depth, with: opening }) => {
    const closing = opening === '[' ? ']' : '}';
    return `${opening.repeat(depth)}1${closing.repeat(depth)}`;
  });

/** Anything that JSON can hold. */
const anything = (there: There) =>
  fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      ...[texts(there), numbers, fc.boolean(), fc.constant(null)],
      fc.array(tie('any'), { maxLength: 4 }),
      fc.constantFrom(300, 30_000).map((length) => new Array(length).fill('x')),
      fc.dictionary(texts(there), tie('any'), { maxKeys: 4 }),
    ),
  })).any;

/** Mostly what the schema asks for, so that it gets far; its parts are now and then anything else. */
function fitting(schema: Schema, description: Description, there: There): fc.Arbitrary<unknown> {
  const of = (part: Schema) => fitting(part, description, there);
  const bent = (part: Schema): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 15, arbitrary: of(part) }, anything(there));
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return of(description.components.schemas?.[name] ?? {});
  }
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => of({ ...schema, type })));
  switch (schema.type ?? '') {
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = schema;
      const named = Object.entries(properties).map(([name, part]) => [name, bent(part)] as const);
      const known = fc.record(Object.fromEntries(named), { requiredKeys: required });
      const others =
        typeof additionalProperties === 'object' ? bent(additionalProperties) : anything(there);
      const more = fc.dictionary(texts(there), others, {
        maxKeys: typeof additionalProperties === 'object' ? 3 : 1,
      });
      return fc
        .tuple(known, typeof additionalProperties === 'object' ? more : fc.constant({}))
        .map(([one, other]) => ({ ...other, ...one }));
    }
    case 'array':
      return fc.array(bent(schema.items ?? {}), { maxLength: 3 });
    case 'string':
      if (schema.format === 'uuid')
        return fc.oneof(fc.uuid(), fc.constantFrom(...IDS, ...there.ids));
      if (schema.format === 'date-time')
        return fc.constantFrom('2030-01-01T00:00:00Z', '2001-01-01T00:00:00+02:00');
      return texts(there);
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), numbers);
    case 'number':
      return numbers;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return anything(there);
  }
}

const BROKEN_ESCAPES = [
  '%',
  '%zz',
  '%E0%A4%A',
  '%00',
  '%2e%2e',
  '%2F',
  '%5c',
  'a%20b',
  '%F0%9F%A6%86',
];

// Half of a pair cannot be encoded.
const escaped = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'));

function pathOf(route: string, there: There): fc.Arbitrary<string> {
  const part = fc.oneof(
    { weight: 8, arbitrary: texts(there).map(escaped) },
    fc.constantFrom(...BROKEN_ESCAPES),
  );
  const names = route.match(/:[a-z]+/g) ?? [];
  const end = fc.oneof(
    { weight: 10, arbitrary: fc.constant('') },
    fc.constantFrom('/', '//', '.csv', '/x', '%00'),
  );
  return fc
    .tuple(fc.array(part, { minLength: names.length, maxLength: names.length }), end)
    .map(([parts, ending]) => {
      const given = [...parts];
      return route.replace(/:[a-z]+/g, () => given.shift() ?? '') + ending;
    });
}

function queryString(operation: Operation | undefined, there: There): fc.Arbitrary<string> {
  const told = (operation?.parameters ?? []).filter((each) => each.in === 'query');
  const names = fc.oneof(
    fc.constantFrom('_maxAgeSeconds', '_timeZone', '_', '_nonsense', 'search', 'limit', 'after'),
    fc.constantFrom(...there.parameters, ...told.map(({ name }) => name)),
    texts(there),
  );
  const pair = fc
    .tuple(names, fc.option(texts(there)))
    .map(([name, value]) => escaped(name) + (value === null ? '' : `=${escaped(value)}`));
  const one = fc.oneof(
    { weight: 10, arbitrary: pair },
    fc.constantFrom(...BROKEN_ESCAPES, '&&', '?', '[]'),
  );
  return fc.oneof(
    fc.constant(''),
    // Some of them twice.
    fc
      .array(one, { maxLength: 4 })
      .chain((pairs) =>
        fc.constantFrom(pairs, [...pairs, ...pairs]).map((all) => `?${all.join('&')}`),
      ),
    fc.constantFrom('?', '?=', `?x=${'y'.repeat(9_000)}`, '?_maxAgeSeconds=60&_timeZone=Nonsense'),
  );
}

// What Node's client and server let through.
const headerTexts = fc
  .oneof(
    fc.constantFrom(
      '',
      '*',
      'W/',
      '"x"',
      ',,,',
      'Bearer',
      'Bearer x',
      'Bearer x.y.z',
      'Basic eA==',
    ),
    fc.constantFrom(
      'gzip;q=0',
      'br',
      '*;q=0',
      'text/html',
      '-1',
      '1e9',
      'same-origin',
      'x'.repeat(3_000),
    ),
    fc.string({ unit: 'binary-ascii' }),
  )
  .map((text) => text.replace(/[^\x20-\x7e]/g, 'ÿ').trim());

const headerNames = fc.constantFrom(
  ...['if-none-match', 'accept', 'accept-encoding', 'sheetfeed-addon', 'user-agent', 'cookie'],
  ...[
    'range',
    'if-modified-since',
    'expect-ct',
    'sec-fetch-site',
    'sec-fetch-mode',
    'x-request-id',
  ],
  ...['authorization', 'content-language', 'te', 'prefer', 'x-http-method-override', '__proto__'],
);

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'];

const otherTypes = fc.constantFrom(
  ...['text/plain', '', 'application/json; charset=nonsense', 'multipart/form-data'],
);

function bodies(operation: Operation | undefined, description: Description, there: There) {
  const schema = operation?.requestBody?.content['application/json']?.schema;
  const json = (value: unknown) => JSON.stringify(value) ?? 'null';
  const fits = schema ? fitting(schema, description, there) : anything(there);
  const text = fits.map(json);
  const any = fc.oneof(
    { weight: 12, arbitrary: text },
    // What an object in a program could not hold.
    {
      weight: 1,
      arbitrary: text.map((one) => one.replace(/^\{/, '{"__proto__":{"role":"admin"},')),
    },
    { weight: 1, arbitrary: anything(there).map(json) },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.nat(200)).map(([one, cut]) => one.slice(0, -1 - cut)),
    },
    { weight: 1, arbitrary: nested },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
  // What is larger is refused before it has been sent, by which the connection breaks.
  return any.filter((body) => Buffer.byteLength(body) < 1_000_000);
}

/** A request to any route, by any method at times. */
export function nonsense(description: Description, there: There): fc.Arbitrary<Sent> {
  const all = rows.map(({ route }) => toRoute(route, description, there));
  // A longer one is no request at all (see odd-requests.test.ts).
  return fc.oneof(...all).filter(({ path }) => path.length < 12_000);
}

function toRoute(route: string, description: Description, there: There): fc.Arbitrary<Sent> {
  const [method = '', path = ''] = route.split(' ');
  const described = description.paths[path.replace(/:([a-z]+)/g, '{$1}')];
  const operation = described?.[method.toLowerCase()];
  return fc
    .record({
      path: pathOf(path, there),
      query: queryString(operation, there),
      method: fc.oneof({ weight: 8, arbitrary: fc.constant(method) }, fc.constantFrom(...methods)),
      headers: fc.dictionary(headerNames, headerTexts, { maxKeys: 2, noNullPrototype: true }),
      body: bodies(operation, description, there),
      type: fc.oneof({ weight: 10, arbitrary: fc.constant('application/json') }, otherTypes),
      times: fc.constantFrom(1, 1, 2, 3),
    })
    .map(({ body, type, query, ...sent }) => {
      const path = sent.path + query;
      const takesBody = ['POST', 'PUT', 'PATCH'].includes(sent.method);
      if (!takesBody && type === 'application/json') return { ...sent, path };
      return { ...sent, path, body, headers: { ...sent.headers, 'content-type': type } };
    });
}
