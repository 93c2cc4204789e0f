// Writing queries over HTTP: new ones, new versions, into the archive and back, as pages and as files.
import { Router, type Request } from 'express';
import { newQuerySchema, queryContentSchema } from '../../domain/contract/query.ts';
import {
  queryFileSchema,
  restoreRequestSchema,
  type Imported,
  type VersionContent,
  type VersionList,
} from '../../domain/contract/version.ts';
import { Problem } from '../../domain/problem.ts';
import { slugSchema } from '../../domain/contract/parameter.ts';
import { contentOf, personOf, type KnownQuery } from '../catalog/queries/known-query.ts';
import { FileProblem, readQueryText, type QueryText } from '../catalog/queries/query-file.ts';
import { fileText, headerText } from '../catalog/queries/query-text.ts';
import { pastVersion, pastVersions, type PastVersion } from '../catalog/queries/versions.ts';
import { slugTaken, type Writer } from '../catalog/queries/writing.ts';
import type { Member } from '../identity/member.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';
import { sendQuery, type QueryRoutesOptions } from './queries.ts';
import { savingOf, type SavingOptions } from './saving.ts';

export interface AuthoringOptions extends QueryRoutesOptions, SavingOptions {
  writer: Writer;
}

/** POST, PUT, DELETE and restore of queries, their versions, and their files. */
export function authoringRoutes(options: AuthoringOptions): Router {
  const { writer } = options;
  const router = Router();
  router.post('/api/queries', async (request, response) => {
    const { slug = null, parent, ...sent } = checked(newQuerySchema, request.body);
    const saving = await savingOf(options, sent, { member: memberOf(response) });
    const query = await writer.create({ ...saving, slug, parent, owner: null });
    tellAudit(response, query.slug, { version: query.version });
    response.status(201).setHeader('Location', `/api/queries/${query.slug}`);
    await sendQuery(options, query, response);
  });
  router.put('/api/queries/:slug', async (request, response) => {
    const member = memberOf(response);
    const before = await writable(options, request.params.slug, member);
    const expected = requireIfMatch(request);
    // What the sender does not know of stays.
    const body: unknown = request.body;
    const kept = { formerly: before.formerly, source: before.source };
    const sent = checked(queryContentSchema, isObject(body) ? { ...kept, ...body } : body);
    const saving = await savingOf(options, sent, { member, before });
    const query = await writer.save(before.slug, saving, expected);
    tellAudit(response, query.slug, { version: query.version });
    await sendQuery(options, query, response);
  });
  router.delete('/api/queries/:slug', async (request, response) => {
    const query = await writable(options, request.params.slug, memberOf(response));
    await writer.archive(query.slug, ifMatch(request));
    tellAudit(response, query.slug);
    response.status(204).end();
  });
  router.post('/api/queries/:slug/restore', async (request, response) => {
    const { version } = checked(restoreRequestSchema, request.body ?? {});
    const member = memberOf(response);
    const before = await writable(options, request.params.slug, member);
    const sent =
      version === undefined ? contentOf(before) : await contentAt(options, before, version);
    const saving = await savingOf(options, sent, { member, before });
    const query = await writer.save(before.slug, saving, ifMatch(request));
    tellAudit(response, query.slug, { version: query.version });
    await sendQuery(options, query, response);
  });
  addVersionRoutes(router, options);
  addFileRoutes(router, options);
  return router;
}

function addVersionRoutes(router: Router, options: AuthoringOptions): void {
  const { catalog, database } = options;
  router.get('/api/queries/:slug/versions', async (request, response) => {
    const { slug } = await catalog.findAny(request.params.slug, memberOf(response));
    const past = await pastVersions(database, slug);
    const versions = await Promise.all(past.map(versionView));
    const list: VersionList = { slug, versions };
    response.json(list);
  });
  router.get('/api/queries/:slug/versions/:version', async (request, response) => {
    const query = await catalog.findAny(request.params.slug, memberOf(response));
    const past = await requirePast(options, query, Number(request.params.version));
    const view: VersionContent = {
      ...(await versionView(past)),
      content: await contentOfPast(past, query),
      text: fileText(past.header, past.sql),
    };
    response.json(view);
  });
}

function addFileRoutes(router: Router, options: AuthoringOptions): void {
  const { catalog, database, writer } = options;
  router.get('/api/queries/:slug/file', async (request, response) => {
    const query = await catalog.findAny(request.params.slug, memberOf(response));
    const past = await pastVersion(database, query.slug, query.version);
    const header = past?.header ?? (await headerText(contentOf(query), query));
    response.json({ text: fileText(header, query.sql) });
  });
  router.put('/api/queries/:slug/file', async (request, response) => {
    const slug = checked(slugSchema, request.params.slug);
    const { text } = checked(queryFileSchema, request.body);
    response.json(await importFile(options, { slug, text, member: memberOf(response) }));
  });

  async function importFile(
    { database: db }: AuthoringOptions,
    { slug, text, member }: { slug: string; text: string; member: Member },
  ): Promise<Imported> {
    const read = await readText(text);
    const { header, owner, parent } = read;
    const before = catalog.named(slug);
    if (before?.slug === slug && catalog.visible(slug, member) === null) throw slugTaken(slug);
    const content = contentFrom(read);
    const saving = { ...(await savingOf(options, content, { member, before })), header };
    if (before?.slug !== slug) {
      const isArchived = await catalog.findAny(slug, member).catch(notFoundIsNull);
      const known = owner === null ? null : { ...owner, id: null };
      const query = isArchived
        ? await writer.save(slug, saving, null)
        : await writer.create({ ...saving, slug, parent, owner: known });
      return { slug, version: query.version, change: isArchived ? 'updated' : 'created' };
    }
    const past = await pastVersion(db, slug, before.version);
    const isSame = past?.header === header && before.sql === read.sql;
    if (isSame) return { slug, version: before.version, change: 'same' };
    requireWritable(options, before, member);
    const query = await writer.save(slug, saving, null);
    return { slug, version: query.version, change: 'updated' };
  }
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
  { file, slug, source }: KnownQuery,
  member: Member,
): void {
  look.access.requireWriting(member, source);
  if (file === null) return;
  const detail = `The query ${slug} is kept in the file ${file}. Change it there, or fork it here.`;
  throw new Problem('method_not_allowed', detail, { allow: 'GET', file });
}

/** The version that the sender read; null for any. */
function ifMatch(request: Request): number | null {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') return null;
  // The ETag, or the version alone.
  const version = /^(?:W\/)?"?(\d{1,9})(?:-[\w-]+)?"?$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new Problem('invalid_request', 'If-Match must be the version that was read, in quotes.');
}

function requireIfMatch(request: Request): number | null {
  if (request.headers['if-match'] !== undefined) return ifMatch(request);
  const detail =
    'Send the version that you read as If-Match, so that nobody else’s change is lost.';
  throw new Problem('invalid_request', detail);
}

async function versionView(past: PastVersion) {
  const { version, savedAt, savedBy } = past;
  const by = savedBy === null ? null : personOf(savedBy);
  const { title } = await textOf(past);
  return { version, savedAt: savedAt.toISOString(), savedBy: by, title };
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
  const { header: _header, owner: _owner, parent: _parent, source, ...content } = text;
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

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
