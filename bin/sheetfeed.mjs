#!/usr/bin/env node
// The catalog and a folder of files: export, import, and the check of a folder before it is merged.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const usage = `Usage: sheetfeed <command> <folder> [--server <url>]

  export <folder>   writes every query of the catalog as a .sql file
  import <folder>   makes and changes queries as the .sql files say
  check <folder>    tells what is wrong with the .sql files, and what they would break

The server is http://localhost:3000, or --server, or SHEETFEED_SERVER. SHEETFEED_TOKEN is a personal token;
a server on this computer without a sign-in needs none. export leaves out drafts unless --drafts is given.`;

class Failure extends Error {}

class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const { values: options, positionals } = readArguments();
const server = (options.server ?? process.env.SHEETFEED_SERVER ?? 'http://localhost:3000').replace(
  /\/+$/,
  '',
);

try {
  const commands = { export: exportAll, import: importAll, check: checkAll };
  const [name = '', folder] = positionals;
  if (options.help || !Object.hasOwn(commands, name) || folder === undefined) {
    console.error(usage);
    process.exitCode = options.help ? 0 : 2;
  } else {
    process.exitCode = await commands[name](folder);
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        server: { type: 'string' },
        drafts: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

// A query that comes from a file keeps its folder; one that is written on the page stands on top.
async function exportAll(folder) {
  const queries = await allQueries();
  for (const { slug, file } of queries) {
    const { text } = await ask('GET', `/api/queries/${slug}/file`);
    const place = path.join(folder, ...(file ?? `${slug}.sql`).split('/'));
    if (path.relative(folder, place).startsWith('..'))
      throw new Failure(`${file} leaves the folder.`);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  }
  console.log(`${counted(queries.length, 'query', 'queries')} written to ${folder}`);
  return 0;
}

async function allQueries() {
  const queries = [];
  let next = null;
  do {
    const more = next === null ? '' : `&next=${next}`;
    const page = await ask('GET', `/api/queries?limit=200${more}`);
    queries.push(...page.queries);
    next = page.next;
  } while (next !== null);
  return queries.filter(({ status }) => options.drafts || status !== 'draft');
}

async function importAll(folder) {
  const counts = { created: 0, updated: 0, same: 0 };
  let failed = 0;
  for (const group of byNeed(await filesOf(folder))) {
    for (const { file, slug, text } of group) {
      const answer = await tryTo(() => ask('PUT', `/api/queries/${slug}/file`, { text }));
      if (answer.problem) {
        failed++;
        console.error(told(file, answer.problem.line, null, answer.problem.detail));
      } else counts[answer.value.change]++;
    }
  }
  const { created, updated, same } = counts;
  console.log(`${created} created, ${updated} updated, ${same} unchanged, ${failed} refused`);
  return failed === 0 ? 0 : 1;
}

// A query that gives choices to others must be there before them.
function byNeed(files) {
  const slugs = new Set(files.map(({ slug }) => slug));
  const needed = (file) =>
    [...file.text.matchAll(/query:\s*["']?([a-z0-9-]+)/g)].some(([, slug]) => slugs.has(slug));
  return [files.filter((file) => !needed(file)), files.filter(needed)];
}

async function checkAll(folder) {
  const files = await filesOf(folder);
  const slugs = files.map(({ slug }) => slug);
  let wrong = twice(files);
  let breaking = 0;
  for (const { file, text } of files) {
    const answer = await tryTo(() => ask('POST', '/api/check', { file, text, slugs }));
    if (answer.problem) throw new Failure(`${file}: ${answer.problem.detail}`);
    const { errors, impact } = answer.value;
    for (const { line, column, reason } of errors) console.error(told(file, line, column, reason));
    wrong += errors.length === 0 ? 0 : 1;
    const breaks = impact === null ? [] : sentencesOf(impact);
    for (const sentence of breaks) console.error(told(file, null, null, sentence));
    breaking += breaks.length === 0 ? 0 : 1;
  }
  const summary = [`${counted(files.length, 'file', 'files')} checked`, `${wrong} wrong`];
  console.log([...summary, `${breaking} would break something`].join(', '));
  return wrong + breaking === 0 ? 0 : 1;
}

function twice(files) {
  const seen = new Map();
  let found = 0;
  for (const { file, slug } of files) {
    if (seen.has(slug)) {
      console.error(told(file, null, null, `${seen.get(slug)} has the same name.`));
      found++;
    }
    seen.set(slug, file);
  }
  return found;
}

function sentencesOf({ ranges, hiddenRanges, links, hiddenLinks, queries }) {
  const because = (reasons) => reasons.join(' ');
  return [
    ...ranges.map(
      (range) =>
        `would break the linked range in "${range.spreadsheet.name}", tab "${range.tab}": ${because(range.because)}`,
    ),
    ...links.map((link) => `would break the share link "${link.name}": ${because(link.because)}`),
    ...queries.map((query) => `would break the query ${query.slug}: ${because(query.because)}`),
    ...(hiddenRanges > 0
      ? [`would break ${counted(hiddenRanges, 'linked range', 'linked ranges')} of others.`]
      : []),
    ...(hiddenLinks > 0
      ? [`would break ${counted(hiddenLinks, 'share link', 'share links')} of others.`]
      : []),
  ];
}

async function filesOf(folder) {
  const names = await readdir(folder, { recursive: true }).catch((error) => {
    throw new Failure(`The folder ${folder} cannot be read (${error.code}).`);
  });
  const wanted = names
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.sql') && !/(^|\/)\./.test(name))
    .sort();
  return Promise.all(
    wanted.map(async (file) => ({
      file,
      slug: file
        .split('/')
        .at(-1)
        .replace(/\.sql$/, ''),
      text: await readFile(path.join(folder, file), 'utf8'),
    })),
  );
}

async function tryTo(work) {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status } = error.problem;
    // Nobody's file is at fault.
    if (status === 401 || status === 403 || status >= 500) throw new Failure(error.message);
    return { problem: error.problem };
  }
}

async function ask(method, at, body) {
  const token = process.env.SHEETFEED_TOKEN;
  const headers = {
    Accept: 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(server + at, sent).catch(() => {
    throw new Failure(`No server answers at ${server}. Name it with --server.`);
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  if (!isJson)
    throw new Failure(`${server} is not a Sheetfeed server (status ${response.status}).`);
  const answer = JSON.parse(text);
  if (response.ok) return answer;
  throw new Refused({ ...answer, status: response.status });
}

function told(file, line, column, reason) {
  return `${[file, line, column].filter((part) => part !== null && part !== undefined).join(':')}: ${reason}`;
}

function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
