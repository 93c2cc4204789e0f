// Who depends on a query, what a change would break, and the check of files before they are merged.
import type { LookDependencies } from '../runs/authoring/look.ts';
import { Router } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import {
  checkRequestSchema,
  impactRequestSchema,
  rangeRegistrationSchema,
  type Change,
  type CheckedFile,
  type Impact,
  type ImpactRequest,
} from '../../domain/contract/dependent.ts';
import { slugSchema } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { columnChanges, parameterChanges } from '../catalog/dependents/changes.ts';
import { dependentsOf, impactOf } from '../catalog/dependents/dependents.ts';
import { ownerFrom, type KnownQuery } from '../catalog/queries/known-query.ts';
import { putRange, removeRange } from '../catalog/dependents/linked-ranges.ts';
import { FileProblem, readQueryText, type QueryText } from '../catalog/queries/query-file.ts';
import type { Member } from '../identity/member.ts';
import type { ScheduledRange, ScheduleTokens } from '../identity/schedule-tokens.ts';
import { checkText, type CheckableText, type TextCheck } from '../runs/authoring/text-check.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface DependentRoutesOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  scheduleTokens: Pick<ScheduleTokens, 'revoke'>;
  look: LookDependencies;
}

export const rangeIdSchema = z.string().min(1).max(100);

/** What DELETE /api/ranges/:id takes. */
export const rangeQuerySchema = z.object({
  /** The spreadsheet's id; without it, only the range that the member linked is removed. */
  spreadsheet: z.string().max(200).optional(),
});

/** Linked ranges tell of themselves; a query's page asks for them; an editor asks what would break. */
export function dependentRoutes(options: DependentRoutesOptions): Router {
  const { catalog, database, scheduleTokens } = options;
  const router = Router();
  router.put('/api/ranges/:id', async (request, response) => {
    const member = memberOf(response);
    const id = checked(rangeIdSchema, request.params.id);
    const told = checked(rangeRegistrationSchema, request.body);
    refuseOtherRange(member, { range: id, spreadsheet: told.spreadsheet.id });
    const { slug } = await catalog.find(told.query, member);
    const range = { ...told, query: slug };
    await putRange(database, id, { range, linkedBy: ownerFrom(member) });
    response.status(204).end();
  });
  router.delete('/api/ranges/:id', async (request, response) => {
    const { spreadsheet = null } = checked(rangeQuerySchema, request.query);
    const member = memberOf(response).id;
    const { id } = request.params;
    await removeRange(database, id, { spreadsheet, member });
    if (spreadsheet !== null) await scheduleTokens.revoke({ range: id, spreadsheet });
    response.status(204).end();
  });
  router.get('/api/queries/:slug/dependents', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    response.json(await dependentsOf(options, query, member));
  });
  router.post('/api/queries/:slug/impact', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    const asked = checked(impactRequestSchema, request.body);
    response.json(await impact(options, { query, asked, member }));
  });
  router.post('/api/check', async (request, response) => {
    const asked = checked(checkRequestSchema, request.body);
    response.json(await checkFile(options, asked, memberOf(response)));
  });
  return router;
}

function refuseOtherRange({ credential }: Member, told: ScheduledRange): void {
  if (credential?.kind !== 'schedule') return;
  if (credential.range === told.range && credential.spreadsheet === told.spreadsheet) return;
  throw new Problem('forbidden', 'The token of a schedule only tells of its own linked range.');
}

async function impact(
  options: DependentRoutesOptions,
  { query, asked, member }: { query: KnownQuery; asked: ImpactRequest; member: Member },
): Promise<Impact> {
  const after: CheckableText = {
    source: asked.source ?? query.source,
    sql: asked.sql ?? query.sql,
    parameters: asked.parameters ?? query.parameters,
  };
  return impactOf(options, await changesOf(options, query, { after, member }), member);
}

/** Both texts described by their sources, and compared. */
async function changesOf(
  { look }: DependentRoutesOptions,
  query: KnownQuery,
  { after, member }: { after: CheckableText; member: Member },
): Promise<{ query: KnownQuery; changes: Change[]; unknown: string | null }> {
  const [old, now] = await Promise.all([
    checkText(look, query, member),
    checkText(look, after, member),
  ]);
  const changes = parameterChanges(query.parameters, after.parameters);
  if (old.state === 'good' && now.state === 'good') {
    changes.unshift(...columnChanges(old.columns, now.columns));
    return { query, changes, unknown: null };
  }
  return { query, changes, unknown: whyUnknown(now) ?? whyUnknown(old) };
}

function whyUnknown(check: TextCheck): string | null {
  if (check.state === 'good') return null;
  return check.state === 'wrong' ? check.problem.detail : check.reason;
}

async function checkFile(
  options: DependentRoutesOptions,
  { file, text, slugs }: { file: string; text: string; slugs: readonly string[] },
  member: Member,
): Promise<CheckedFile> {
  const slug = (file.split('/').at(-1) ?? '').replace(/\.sql$/, '');
  const read = await readOrErrors(slug, text);
  if ('errors' in read) return { file, errors: read.errors, impact: null };
  const errors = partsThatMiss(options.catalog, read, { slugs, member });
  const source = read.source ?? options.catalog.sourcesFor(member)[0] ?? '';
  const after = { source, sql: read.sql, parameters: read.parameters };
  const check = await checkText(options.look, after, member);
  if (check.state === 'unknown') errors.push({ line: null, column: null, reason: check.reason });
  if (check.state === 'wrong' && read.status !== 'draft')
    errors.push(placeInFile(text, read, check));
  const query = options.catalog.visible(slug, member);
  if (query === null || errors.length > 0) return { file, errors, impact: null };
  const found = await changesOf(options, query, { after, member });
  return { file, errors, impact: await impactOf(options, found, member) };
}

type FileErrors = CheckedFile['errors'];

async function readOrErrors(
  slug: string,
  text: string,
): Promise<QueryText | { errors: FileErrors }> {
  if (!slugSchema.safeParse(slug).success) {
    const reason = 'The name of the file has lower-case letters, digits and single hyphens.';
    return { errors: [{ line: null, column: null, reason }] };
  }
  try {
    return await readQueryText(text);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const { line, column, message: reason } = error;
    return { errors: [{ line, column, reason }] };
  }
}

function partsThatMiss(
  catalog: Catalog,
  { source, parameters }: QueryText,
  { slugs, member }: { slugs: readonly string[]; member: Member },
): FileErrors {
  const errors: FileErrors = [];
  const tell = (reason: string) => errors.push({ line: null, column: null, reason });
  const sources = catalog.sourcesFor(member);
  const there = sources.join(', ');
  if (source === null && sources.length > 1) {
    tell(`The header must name its data source (source:). There are: ${there}.`);
  }
  if (source !== null && !sources.includes(source)) {
    tell(`There is no data source ${source}. There are: ${there}.`);
  }
  for (const { name, choices } of parameters) {
    if (choices === undefined || Array.isArray(choices)) continue;
    if (slugs.includes(choices.query) || catalog.visible(choices.query, member)) continue;
    tell(`Parameter ${name} takes its choices from ${choices.query}, which is nowhere.`);
  }
  return errors;
}

function placeInFile(
  text: string,
  { sql, header }: QueryText,
  { problem }: Extract<TextCheck, { state: 'wrong' }>,
): FileErrors[number] {
  const above = text.slice(0, text.indexOf(sql, header.length)).split('\n').length - 1;
  const line = problem.line === null ? null : problem.line + above;
  return { line, column: problem.column, reason: problem.detail };
}
