// Reads one catalog file: a header in YAML between /*--- and ---*/, then the SQL.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fileAlertsSchema } from '../../../domain/contract/alert.ts';
import {
  choiceSchema,
  parameterNameSchema,
  parameterSchema,
  slugSchema,
} from '../../../domain/contract/parameter.ts';
import {
  chartSchema,
  columnNoteSchema,
  keySchema,
  parentSchema,
  queryStatusSchema,
} from '../../../domain/contract/query.ts';
import { openedSchema } from '../../../domain/contract/teaching/inside.ts';
import { own } from '../../../domain/own.ts';
import { deepestIssue, schemaReason } from '../../schema-reason.ts';
import { canonical, misfitOf, type Misfit } from './content-check.ts';
import {
  HEADER_TOO_LONG,
  HeaderTooMuch,
  MAX_HEADER_BYTES,
  offsetIn,
  readYaml,
} from './header-thread.ts';
import { headerHash, type HeaderContent, type ReadHeaders } from './read-headers.ts';

/** What a file says, but for what its place and its history add. */
export interface QueryText extends HeaderContent {
  sql: string;
  /** The header as it was written, and the SQL behind it: together the whole file. */
  header: string;
}

/** A place in a file; line and column count from 1, and are null when it is about the whole file. */
interface FilePlace {
  line: number | null;
  column: number | null;
}

/** Why a file cannot be read. */
export class FileProblem extends Error {
  override name = 'FileProblem';
  readonly line: number | null;
  readonly column: number | null;

  constructor(place: FilePlace | null, reason: string) {
    super(reason);
    this.line = place?.line ?? null;
    this.column = place?.column ?? null;
  }
}

const opening = /^\uFEFF?\s*\/\*---[ \t]*(?=\r?\n)/;

const parameterSettings = parameterSchema.omit({ name: true }).extend({
  choices: z
    .union([
      z
        .array(z.union([z.string().transform((value) => ({ value })), choiceSchema]))
        .min(1)
        .max(1000),
      z.strictObject({ query: slugSchema }),
    ])
    .optional(),
});

const headerSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(5000).default(''),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  source: z.string().min(1).optional(),
  formerly: z.array(slugSchema).max(100).default([]),
  parameters: z.record(parameterNameSchema, parameterSettings).default({}),
  status: queryStatusSchema.default('published'),
  use: slugSchema.nullable().default(null),
  owner: z
    .union([
      z.string().transform((email) => ({ name: email, email })),
      z.strictObject({ name: z.string().max(200), email: z.string().max(320) }),
    ])
    .nullable()
    .default(null),
  columns: z.record(z.string().min(1).max(200), columnNoteSchema.omit({ name: true })).default({}),
  chart: z
    .union([z.literal('none').transform(() => ({ kind: 'none' as const })), chartSchema])
    .nullable()
    .default(null),
  key: keySchema.default([]),
  variations: openedSchema.default({}),
  parent: parentSchema.nullable().default(null),
  alerts: fileAlertsSchema.optional(),
});

/** Tells contents apart. The file's name is not part of it: renaming a folder is no change of the query. */
export function hashOf({ header, sql }: Pick<QueryText, 'header' | 'sql'>): string {
  return createHash('sha256').update(header).update('\0').update(sql).digest('hex');
}

/** The query that a file's text describes; headers that are `known` are not read again. Throws FileProblem. */
export async function readQueryText(text: string, known?: ReadHeaders): Promise<QueryText> {
  const parts = splitText(text);
  const content = known?.get(headerHash(parts.header)) ?? (await readContent(parts));
  if (parts.sql.trim() === '') throw new FileProblem(null, 'There is no SQL after the header.');
  return { ...content, header: parts.header, sql: parts.sql.trim() };
}

async function readContent(parts: Parts): Promise<HeaderContent> {
  const header = await readHeader(parts);
  const settings = await checkHeader(header, parts);
  const parameters = Object.entries(settings.parameters).map(([name, rest]) => ({ name, ...rest }));
  const columns = Object.entries(settings.columns).map(([name, rest]) => ({ name, ...rest }));
  const { alerts: declared, ...said } = settings;
  const alerts = Object.entries(declared ?? {}).map(([name, rest]) => ({ name, ...rest }));
  const read = {
    ...{ ...said, source: settings.source ?? null, parameters, columns },
    ...(alerts.length === 0 ? {} : { alerts }),
  };
  const misfit = misfitOf(read);
  if (misfit !== null) throw misfitProblem(misfit, await placeOf(parts, misfit.path));
  return canonical(read);
}

/** A file's text, taken apart. */
interface Parts {
  text: string;
  yaml: string;
  /** Where it begins in the text. */
  yamlAt: number;
  header: string;
  sql: string;
}

function splitText(text: string): Parts {
  if (text.includes('\0'))
    throw new FileProblem(
      placeAt(text, text.indexOf('\0')),
      'The file is not text: it holds a NUL character.',
    );
  const start = opening.exec(text)?.[0];
  if (start === undefined) {
    const first = { line: 1, column: 1 };
    throw new FileProblem(first, 'A query file begins with a line /*--- and its header.');
  }
  const wrong = (offset: number, reason: string) => new FileProblem(placeAt(text, offset), reason);
  const close = text.indexOf('*/', start.length);
  if (close < 0) throw wrong(start.length, 'The header is not closed by ---*/.');
  if (close > MAX_HEADER_BYTES) throw wrong(start.length, HEADER_TOO_LONG);
  if (text.slice(close - 3, close) !== '---' || !/\n[ \t]*$/.test(text.slice(0, close - 3))) {
    throw wrong(close, 'The header may not hold */; a line ---*/ closes it.');
  }
  const yaml = text.slice(start.length, close - 3);
  const nested = yaml.indexOf('/*');
  if (nested >= 0) throw wrong(start.length + nested, 'The header may not hold /*.');
  const header = text.slice(0, close + 2);
  return { text, yaml, yamlAt: start.length, header, sql: text.slice(close + 2) };
}

/** The header's settings as YAML has them. */
async function readHeader({ text, yaml, yamlAt }: Parts): Promise<unknown> {
  const read = await inTime(readYaml(yaml), placeAt(text, yamlAt));
  if ('value' in read) return read.value;
  const { offset, reason } = read.wrong;
  throw new FileProblem(placeAt(text, yamlAt + (offset ?? 0)), reason);
}

/** Where the deepest key of the path that there is stands. */
async function placeOf({ text, yaml, yamlAt }: Parts, path: readonly PropertyKey[]) {
  const offset = await inTime(offsetIn(yaml, path), placeAt(text, yamlAt));
  return placeAt(text, yamlAt + offset);
}

function inTime<T>(reading: Promise<T>, place: FilePlace): Promise<T> {
  return reading.catch((error: unknown) => {
    if (!(error instanceof HeaderTooMuch)) throw error;
    throw new FileProblem(place, 'The header takes too long to be read. Make it simpler.');
  });
}

function placeAt(text: string, offset: number): FilePlace {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

async function checkHeader(header: unknown, parts: Parts): Promise<z.infer<typeof headerSchema>> {
  const checked = headerSchema.safeParse(header, { error: schemaReason });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  if (issue === undefined) throw new FileProblem(null, 'The header is not valid.');
  const deepest = deepestIssue(issue);
  const key = deepest.code === 'unrecognized_keys' ? deepest.keys[0] : undefined;
  const path = key === undefined ? deepest.path : [...deepest.path, key];
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  throw new FileProblem(await placeOf(parts, path), `${where}${reasonOf(deepest)}.`);
}

function misfitProblem({ path: [part = '', name], reason }: Misfit, place: FilePlace): FileProblem {
  const kind =
    own({ parameters: 'Parameter', columns: 'Column', key: 'Key', alerts: 'Alert' }, part) ?? part;
  return new FileProblem(place, `${[kind, name].filter(Boolean).join(' ')}: ${reason}.`);
}

type Issue = z.core.$ZodIssue;

function reasonOf(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return 'there is no such key in a header';
  if (issue.message.startsWith('is missing')) return 'it is missing';
  return issue.message;
}
