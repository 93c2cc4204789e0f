// Reads one catalog file: a header in YAML between /*--- and ---*/, then the SQL.
import { createHash } from 'node:crypto';
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import {
  choiceSchema,
  parameterNameSchema,
  parameterSchema,
  slugSchema,
} from '../../domain/contract/parameter.ts';
import {
  chartSchema,
  columnNoteSchema,
  parentSchema,
  queryStatusSchema,
  type Person,
  type QueryContent,
  type QueryParent,
} from '../../domain/contract/query.ts';
import { deepestIssue, schemaReason } from '../schema-reason.ts';
import { isStorable, partsOf } from '../storable.ts';
import { canonical, misfitOf, type Misfit } from './content-check.ts';
import { own } from '../../domain/own.ts';

/** What a file says, but for what its place and its history add. */
export interface QueryText extends Omit<QueryContent, 'source'> {
  /** Null when the file names none. */
  source: string | null;
  owner: Person | null;
  parent: QueryParent | null;
  /** The header as it was written, and the SQL behind it: together the whole file. */
  header: string;
}

/** Why a file cannot be read; `line` counts from 1, null when it is about the whole file. */
export class FileProblem extends Error {
  override name = 'FileProblem';
  readonly line: number | null;

  constructor(line: number | null, reason: string) {
    super(reason);
    this.line = line;
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
  parent: parentSchema.nullable().default(null),
});

/** Tells contents apart. The file's name is not part of it: renaming a folder is no change of the query. */
export function hashOf({ header, sql }: Pick<QueryText, 'header' | 'sql'>): string {
  return createHash('sha256').update(header).update('\0').update(sql).digest('hex');
}

/** The query that a file's text describes. Throws FileProblem. */
export function readQueryText(text: string): QueryText {
  const { yaml, firstLine, header, sql } = splitText(text);
  const lines = new LineCounter();
  const document = parseDocument(yaml, { version: '1.2', lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number) => firstLine + lines.linePos(offset).line - 1;
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    throw new FileProblem(lineAt(error.pos[0]), firstSentence(error.message));
  }
  keepDigits(document);
  const settings = checkHeader(document, lineAt);
  // YAML can escape what no text has.
  if (!isStorable(settings))
    throw new FileProblem(firstLine, 'The header holds a character that cannot be stored.');
  const parameters = Object.entries(settings.parameters).map(([name, rest]) => ({ name, ...rest }));
  const columns = Object.entries(settings.columns).map(([name, rest]) => ({ name, ...rest }));
  const read = { ...settings, source: settings.source ?? null, parameters, columns };
  const misfit = misfitOf(read);
  if (misfit !== null) throw misfitProblem(misfit, lineAt(offsetOf(document, misfit.path)));
  if (sql.trim() === '') throw new FileProblem(null, 'There is no SQL after the header.');
  return { ...canonical(read), header, sql: sql.trim() };
}

function misfitProblem({ path: [part = '', name], reason }: Misfit, line: number): FileProblem {
  const kind = own({ parameters: 'Parameter', columns: 'Column' }, part) ?? part;
  return new FileProblem(line, `${[kind, name].filter(Boolean).join(' ')}: ${reason}.`);
}

function splitText(text: string): { yaml: string; firstLine: number; header: string; sql: string } {
  if (text.includes('\0'))
    throw new FileProblem(null, 'The file is not text: it holds a NUL character.');
  const start = opening.exec(text)?.[0];
  if (start === undefined) {
    throw new FileProblem(1, 'A query file begins with a line /*--- and its header.');
  }
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const close = text.indexOf('*/', start.length);
  if (close < 0) throw new FileProblem(lineOf(start.length), 'The header is not closed by ---*/.');
  if (text.slice(close - 3, close) !== '---' || !/\n[ \t]*$/.test(text.slice(0, close - 3))) {
    throw new FileProblem(lineOf(close), 'The header may not hold */; a line ---*/ closes it.');
  }
  const yaml = text.slice(start.length, close - 3);
  const nested = yaml.indexOf('/*');
  if (nested >= 0)
    throw new FileProblem(lineOf(start.length + nested), 'The header may not hold /*.');
  const header = text.slice(0, close + 2);
  return { yaml, firstLine: lineOf(start.length), header, sql: text.slice(close + 2) };
}

// The parser adds a picture of the place; we give the line.
const firstSentence = (message: string) =>
  `${message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message}.`;

type LineAt = (offset: number) => number;

/** Numbers in `default` and `choices` stay as they were written: 00417 is no 417. */
function keepDigits(document: Document): void {
  visit(document, {
    Scalar(_key, node, ancestors) {
      const kept = ancestors.some(
        (above) =>
          isPair(above) &&
          isScalar(above.key) &&
          ['default', 'choices'].includes(String(above.key.value)),
      );
      if (kept && typeof node.value === 'number' && node.source !== undefined)
        node.value = node.source;
    },
  });
}

function checkHeader(document: Document, lineAt: LineAt): z.infer<typeof headerSchema> {
  const header: unknown = document.toJS();
  for (const { key } of partsOf(header)) {
    // Which the schema would pass over in silence.
    if (key === '__proto__')
      throw new FileProblem(null, `${key}: there is no such key in a header.`);
  }
  const checked = headerSchema.safeParse(header, { error: schemaReason });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  if (issue === undefined) throw new FileProblem(null, 'The header is not valid.');
  const deepest = deepestIssue(issue);
  const key = deepest.code === 'unrecognized_keys' ? deepest.keys[0] : undefined;
  const path = key === undefined ? deepest.path : [...deepest.path, key];
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  throw new FileProblem(lineAt(offsetOf(document, path)), `${where}${reasonOf(deepest)}.`);
}

type Issue = z.core.$ZodIssue;

function reasonOf(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return 'there is no such key in a header';
  if (issue.message.startsWith('is missing')) return 'it is missing';
  return issue.message;
}

/** Where the deepest key of the path that there is stands in the YAML. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      );
      if (pair === undefined) return offset;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else {
      return offset;
    }
  }
  return offset;
}
