// Reads the example queries, and runs them without Sheetfeed: what PostgreSQL itself says.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { parse } from 'yaml';
import { relativeDate } from '../../domain/relative-date.ts';
import { sampleUrls } from '../support/postgres.ts';

interface Parameter {
  type: string;
  list?: boolean;
  default?: unknown;
  optional?: boolean;
  choices?: string[] | { query: string };
}

interface Header {
  title: string;
  description: string;
  tags: string[];
  source: string;
  formerly?: string[];
  parameters?: Record<string, Parameter>;
}

const folder = path.join('examples', 'queries');
export const slugs = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => path.basename(name, '.sql'));

export function read(slug: string): { header: Header; sql: string } {
  const text = readFileSync(path.join(folder, `${slug}.sql`), 'utf8');
  const [, yaml = '', sql = ''] = /^\/\*---\n([\s\S]*?)\n---\*\/\n([\s\S]*)$/.exec(text) ?? [];
  return { header: parse(yaml) as Header, sql };
}

export const parametersOf = (slug: string): Parameter[] =>
  Object.values(read(slug).header.parameters ?? {});

const casts: Record<string, string> = {
  date: '::date',
  timestamp: '::timestamptz',
  boolean: '::boolean',
};

/** What PostgreSQL is asked: The examples hold no string or comment that looks like a parameter. */
export async function run(
  slug: string,
  values: Record<string, unknown> = {},
): Promise<pg.QueryResult> {
  const { header, sql } = read(slug);
  const entries = Object.entries(header.parameters ?? {});
  const text = entries.reduce(
    (bound, [name, { type }], index) =>
      bound.replaceAll(
        new RegExp(`(?<![:\\w]):${name}\\b`, 'g'),
        `$${index + 1}${casts[type] ?? ''}`,
      ),
    sql,
  );
  const bound = entries.map(([name, parameter]) =>
    name in values ? values[name] : defaultOf(parameter),
  );
  const client = new pg.Client({ connectionString: sampleUrls().reader });
  await client.connect();
  try {
    return await client.query(text, bound);
  } finally {
    await client.end();
  }
}

function defaultOf({ type, default: given = null }: Parameter): unknown {
  if (type !== 'date' || typeof given !== 'string') return given;
  return relativeDate(given, new Date(), 'UTC') ?? given;
}

// What reads a sheet is tried where there is one: in the playground.
export const asksNothing = slugs.filter(
  (slug) =>
    !/\bsheet\./.test(read(slug).sql) &&
    parametersOf(slug).every((parameter) => parameter.default !== undefined || parameter.optional),
);
