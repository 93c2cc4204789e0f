// Who depends on a query, what a change would break, and the check of files before they are merged.
import type pg from 'pg';
import type {
  Change,
  CheckedFile,
  Impact,
  ImpactRequest,
} from '../../../domain/contract/dependent.ts';
import { slugSchema } from '../../../domain/contract/parameter.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { columnChanges, parameterChanges } from '../../catalog/dependents/changes.ts';
import { dependentsOf, impactOf } from '../../catalog/dependents/dependents.ts';
import { ownerFrom, type KnownQuery } from '../../catalog/queries/known-query.ts';
import { putRange, removeRange } from '../../catalog/dependents/linked-ranges.ts';
import { FileProblem, readQueryText, type QueryText } from '../../catalog/queries/query-file.ts';
import type { Member } from '../../identity/member.ts';
import type { ScheduledRange, ScheduleTokens } from '../../identity/schedule-tokens.ts';
import type { LookDependencies } from '../../runs/authoring/look.ts';
import { checkText, type CheckableText, type TextCheck } from '../../runs/authoring/text-check.ts';
import type { Handlers } from '../front/handlers.ts';

export interface DependentOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  scheduleTokens: Pick<ScheduleTokens, 'revoke'>;
  look: LookDependencies;
}

type DependentRows = 'PUT range' | 'DELETE range' | 'GET dependents' | 'POST impact' | 'POST check';

/** Linked ranges tell of themselves; a query's page asks for them; an editor asks what would break. */
export function dependentHandlers(options: DependentOptions): Handlers<DependentRows> {
  const { catalog, database, scheduleTokens } = options;
  return {
    async 'PUT range'({ member, params: { id }, body: told }) {
      refuseOtherRange(member, { range: id, spreadsheet: told.spreadsheet.id });
      const { slug } = await catalog.find(told.query, member);
      const range = { ...told, query: slug };
      await putRange(database, id, { range, by: ownerFrom(member) });
    },
    async 'DELETE range'({ member, params: { id }, query: { spreadsheet = null } }) {
      await removeRange(database, id, { spreadsheet, member: member.id });
      if (spreadsheet === null) return;
      await scheduleTokens.revoke(database, member.id, { range: id, spreadsheet });
    },
    async 'GET dependents'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      return dependentsOf(options, query, member);
    },
    async 'POST impact'({ member, params, body: asked }) {
      const query = await catalog.findAny(params.slug, member);
      return impact(options, { query, asked, member });
    },
    'POST check': ({ member, body }) => checkFile(options, body, member),
  };
}

function refuseOtherRange({ credential }: Member, told: ScheduledRange): void {
  if (credential?.kind !== 'schedule') return;
  if (credential.range === told.range && credential.spreadsheet === told.spreadsheet) return;
  throw new Problem('forbidden', 'The token of a schedule only tells of its own linked range.');
}

async function impact(
  options: DependentOptions,
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
  { look }: DependentOptions,
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
  options: DependentOptions,
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
