// Reads one catalog file: a header in YAML between /*--- and ---*/, then the SQL.
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import {
  choiceSchema,
  parameterNameSchema,
  parameterSchema,
  slugSchema,
  type Parameter,
} from '../../domain/contract/parameter.ts';
import { wrongDefault } from './default-value.ts';

/** What a file says, but for what its place and its history add. */
export interface QueryText {
  title: string;
  description: string;
  tags: string[];
  /** Null when the file names none. */
  source: string | null;
  formerly: string[];
  parameters: Parameter[];
  sql: string;
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
});

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
  const parameters = Object.entries(settings.parameters).map(([name, rest]) => ({ name, ...rest }));
  for (const parameter of parameters) {
    const wrong = wrongParameter(parameter);
    const at = offsetOf(document, ['parameters', parameter.name]);
    if (wrong !== null) throw new FileProblem(lineAt(at), `Parameter ${parameter.name}: ${wrong}.`);
  }
  if (sql.trim() === '') throw new FileProblem(null, 'There is no SQL after the header.');
  return { ...settings, source: settings.source ?? null, parameters, header, sql: sql.trim() };
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
  const checked = headerSchema.safeParse(header);
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
  if (issue.code === 'invalid_type' && issue.message.endsWith('undefined')) return 'it is missing';
  return issue.message;
}

// Of a union, the alternative that came furthest says best what is wrong.
function deepestIssue(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flat()
    .map((below) => deepestIssue({ ...below, path: [...issue.path, ...below.path] }));
  return inner.sort((a, b) => b.path.length - a.path.length)[0] ?? issue;
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

function wrongParameter(parameter: Parameter): string | null {
  const { type, choices } = parameter;
  if (type === 'choice' && choices === undefined) return 'a choice needs choices';
  if (type !== 'choice' && choices !== undefined) return 'only the type choice has choices';
  return wrongDefault(parameter);
}
