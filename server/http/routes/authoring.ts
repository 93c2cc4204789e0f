// Writing queries over HTTP: new ones, new versions, into the archive and back, as pages and as files.
import type { QueryContent, QueryUpdate } from '../../../domain/contract/query.ts';
import type { Imported } from '../../../domain/contract/version.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import type { Change } from '../../catalog/audit/trail.ts';
import { contentOf, personOf, type KnownQuery } from '../../catalog/queries/known-query.ts';
import { FileProblem, readQueryText, type QueryText } from '../../catalog/queries/query-file.ts';
import { fileText, headerText } from '../../catalog/queries/query-text.ts';
import { pastVersion, pastVersions, type PastVersion } from '../../catalog/queries/versions.ts';
import { slugTaken, type Writer } from '../../catalog/queries/writing.ts';
import type { Member } from '../../identity/member.ts';
import type { Handlers } from '../front/handlers.ts';
import { ifMatch, requireIfMatch } from '../front/if-match.ts';
import { viewFor, type QueryOptions } from './queries.ts';
import { savingOf, type SavingOptions } from './saving.ts';

export interface AuthoringOptions extends QueryOptions, SavingOptions {
  writer: Writer;
}

type WritingRows = 'POST queries' | 'PUT query' | 'DELETE query' | 'POST restore';

/** New queries, new versions, into the archive and out of it. */
export function writingHandlers(options: AuthoringOptions): Handlers<WritingRows> {
  const { writer } = options;
  return {
    async 'POST queries'({
      member,
      body: { slug = null, parent, note, ...sent },
      change,
      response,
    }) {
      const saving = await savingOf(options, sent, { member });
      const query = await writer.create(change, { ...saving, note, slug, parent, owner: null });
      response.setHeader('Location', routes.query(query.slug));
      return viewFor(options, query, { member, response });
    },
    async 'PUT query'({ member, params, body: { note, ...sent }, change, request, response }) {
      const before = await writable(options, params.slug, member);
      const to = { slug: before.slug, expected: requireIfMatch(request) };
      const saving = await savingOf(options, withUnsaid(sent, before), { member, before });
      const query = await writer.save(change, { ...saving, note }, to);
      return viewFor(options, query, { member, response });
    },
    async 'DELETE query'({ member, params, change, request }) {
      const query = await writable(options, params.slug, member);
      await writer.archive(change, query.slug, ifMatch(request));
    },
    async 'POST restore'({ member, params, body: { version }, change, request, response }) {
      const before = await writable(options, params.slug, member);
      const sent =
        version === undefined ? contentOf(before) : await contentAt(options, before, version);
      const saving = await savingOf(options, sent, { member, before });
      const to = { slug: before.slug, expected: ifMatch(request) };
      const note = version === undefined ? '' : `Back to version ${version}`;
      const query = await writer.save(change, { ...saving, note }, to);
      return viewFor(options, query, { member, response });
    },
  };
}

// What the sender does not know of stays.
function withUnsaid(sent: QueryUpdate, before: KnownQuery): QueryContent {
  const {
    formerly = [...before.formerly],
    key = [...before.key],
    variations = before.variations,
    source = before.source,
  } = sent;
  return { ...sent, formerly, key, variations, source };
}

export function versionHandlers(
  options: AuthoringOptions,
): Handlers<'GET versions' | 'GET version'> {
  const { catalog, database } = options;
  return {
    async 'GET versions'({ member, params }) {
      const { slug } = await catalog.findAny(params.slug, member);
      const past = await pastVersions(database, slug);
      return { slug, versions: await Promise.all(past.map(versionView)) };
    },
    async 'GET version'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      const past = await requirePast(options, query, Number(params.version));
      const content = await contentOfPast(past, query);
      return { ...(await versionView(past)), content, text: fileText(past.header, past.sql) };
    },
  };
}

export function fileHandlers(options: AuthoringOptions): Handlers<'GET file' | 'PUT file'> {
  const { catalog, database } = options;
  return {
    async 'GET file'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      const past = await pastVersion(database, query.slug, query.version);
      const header = past?.header ?? (await headerText(contentOf(query), query));
      return { text: fileText(header, query.sql) };
    },
    'PUT file': ({ member, params: { slug }, body: { text }, change }) =>
      importFile(options, { slug, text, member, change }),
  };
}

interface ImportedFile {
  slug: string;
  text: string;
  member: Member;
  change: Change;
}

async function importFile(options: AuthoringOptions, file: ImportedFile): Promise<Imported> {
  const { catalog, database, writer } = options;
  const { slug, text, member, change } = file;
  const read = await readText(text);
  if (read.alerts !== undefined) throw alertsOfFile();
  const { header, owner, parent } = read;
  const before = catalog.named(slug);
  if (before?.slug === slug && catalog.visible(slug, member) === null) throw slugTaken(slug);
  const content = contentFrom(read);
  const saving = { ...(await savingOf(options, content, { member, before })), header };
  const to = { slug, expected: null };
  if (before?.slug !== slug) {
    const isArchived = await catalog.findAny(slug, member).catch(notFoundIsNull);
    const known = owner === null ? null : { ...owner, id: null };
    const query = isArchived
      ? await writer.save(change, saving, to)
      : await writer.create(change, { ...saving, slug, parent, owner: known });
    return { slug, version: query.version, change: isArchived ? 'updated' : 'created' };
  }
  const past = await pastVersion(database, slug, before.version);
  const isSame = past?.header === header && before.sql === read.sql;
  // Nothing changes, so the audit has nothing to tell.
  if (isSame) return { slug, version: before.version, change: 'same' };
  requireWritable(options, before, member);
  const query = await writer.save(change, saving, to);
  return { slug, version: query.version, change: 'updated' };
}

function alertsOfFile(): Problem {
  const detail =
    'The header has alerts, which stand in files of the catalog folder alone. Leave them out, and make them on the page.';
  return new Problem('invalid_request', detail);
}

function notFoundIsNull(error: unknown): null {
  if (error instanceof Problem && error.code === 'not_found') return null;
  throw error;
}

async function writable(
  options: AuthoringOptions,
  slug: string,
  member: Member,
): Promise<KnownQuery> {
  const query = await options.catalog.findAny(slug, member);
  requireWritable(options, query, member);
  return query;
}

function requireWritable(
  { look }: AuthoringOptions,
  { file, slug, source, variation }: KnownQuery,
  member: Member,
): void {
  look.access.requireWriting(member, source);
  if (variation !== undefined) throw ofAnother(slug);
  if (file === null) return;
  const detail = `The query ${slug} is kept in the file ${file}. Change it there, or fork it here.`;
  throw new Problem('method_not_allowed', detail, { allow: 'GET', file });
}

function ofAnother(slug: string): Problem {
  const detail = `${slug} is a variation: it selects from another query. Whoever made it can change what it selects; make a copy to change its SQL.`;
  return new Problem('method_not_allowed', detail, { allow: 'GET' });
}

async function versionView(past: PastVersion) {
  const { version, savedAt, savedBy, note } = past;
  const by = savedBy === null ? null : personOf(savedBy);
  const { title } = await textOf(past);
  return { version, savedAt: savedAt.toISOString(), savedBy: by, title, note };
}

async function requirePast(
  { database }: AuthoringOptions,
  { slug }: KnownQuery,
  version: number,
): Promise<PastVersion> {
  const past = Number.isSafeInteger(version) ? await pastVersion(database, slug, version) : null;
  if (past !== null) return past;
  throw new Problem('not_found', `The query ${slug} has no version ${version}.`);
}

async function contentAt(options: AuthoringOptions, query: KnownQuery, version: number) {
  return contentOfPast(await requirePast(options, query, version), query);
}

// A file may leave its source out where there is one only.
async function contentOfPast(past: PastVersion, query: KnownQuery) {
  const text = await textOf(past);
  return { ...contentFrom(text), source: text.source ?? query.source };
}

function textOf({ header, sql }: PastVersion): Promise<QueryText> {
  return readQueryText(fileText(header, sql));
}

function contentFrom(text: QueryText) {
  const { header: _header, owner: _owner, parent: _parent, alerts: _alerts, ...rest } = text;
  const { source, ...content } = rest;
  return source === null ? content : { ...content, source };
}

async function readText(text: string): Promise<QueryText> {
  try {
    return await readQueryText(text);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const { line, column } = error;
    const place = { ...(line === null ? {} : { line }), ...(column === null ? {} : { column }) };
    throw new Problem('invalid_request', error.message, place);
  }
}
