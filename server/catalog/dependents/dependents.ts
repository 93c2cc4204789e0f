// What hangs on a query, as far as a member may know: linked ranges, share links, other queries.
import type pg from 'pg';
import type {
  Change,
  DependentQuery,
  DependentRange,
  Dependents,
  Impact,
} from '../../../domain/contract/dependent.ts';
import type { Member } from '../../identity/member.ts';
import type { Catalog } from '../queries/catalog.ts';
import { breaking } from './changes.ts';
import { listAlerts } from '../alerts/alerts.ts';
import { ownsOrAdmins, personOf, type KnownQuery } from '../queries/known-query.ts';
import { rangesOf, type KnownRange } from './linked-ranges.ts';
import { linksOf, type KnownLink } from '../links/share-links.ts';

/** What hangs on the query; names of spreadsheets and links only to whom they belong. */
export async function dependentsOf(
  { database, catalog }: { database: pg.Pool; catalog: Catalog },
  query: KnownQuery,
  member: Member,
): Promise<Dependents> {
  const slugs = [query.slug, ...query.formerly];
  const ranges = await rangesOf(database, slugs);
  const links = (await linksOf(database, slugs)).filter(({ state }) => state === 'active');
  const alerts = await listAlerts(database, slugs);
  const all = ownsOrAdmins(query, member);
  const shownRanges = ranges.filter(({ linkedById }) => all || linkedById === member.id);
  const shownLinks = links.filter(({ creator }) => all || creator.id === member.id);
  return {
    ranges: shownRanges.map(rangeView),
    hiddenRanges: ranges.length - shownRanges.length,
    links: shownLinks.map(linkView),
    hiddenLinks: links.length - shownLinks.length,
    queries: queriesOn(catalog, query, member),
    alerts: alerts.map(({ id, content, owner }) => ({
      ...{ id, name: content.name, owner: personOf(owner) },
    })),
  };
}

function rangeView({ linkedById: _linkedById, ...range }: KnownRange): DependentRange {
  return range;
}

function linkView({ id, name, createdBy, lastUsedAt }: KnownLink): Dependents['links'][number] {
  return { id, name, createdBy, lastUsedAt };
}

function queriesOn(catalog: Catalog, query: KnownQuery, member: Member): DependentQuery[] {
  const found: DependentQuery[] = [];
  const slugs = [query.slug, ...query.formerly];
  for (const other of catalog.all()) {
    if (other.slug === query.slug || !catalog.maySee(member, other)) continue;
    const { slug, title } = other;
    if (takesChoices(other, slugs)) found.push({ slug, title, why: 'choices' });
    if (slugs.includes(other.use ?? '')) found.push({ slug, title, why: 'use' });
    if (slugs.includes(other.parent?.slug ?? '')) found.push({ slug, title, why: 'fork' });
  }
  return found;
}

function takesChoices({ parameters }: KnownQuery, slugs: readonly string[]): boolean {
  return parameters.some(
    ({ choices }) =>
      choices !== undefined && !Array.isArray(choices) && slugs.includes(choices.query),
  );
}

/** What the changes would break. What hangs on the query and belongs to others is counted. */
export async function impactOf(
  reach: { database: pg.Pool; catalog: Catalog },
  { query, changes, unknown }: { query: KnownQuery; changes: Change[]; unknown: string | null },
  member: Member,
): Promise<Impact> {
  const slugs = [query.slug, ...query.formerly];
  const shown = await dependentsOf(reach, query, member);
  const ranges = await rangesOf(reach.database, slugs);
  const broken = ranges.filter(({ columns }) => breaking(changes, columns).length > 0);
  const shownRanges = shown.ranges.flatMap((range) =>
    withReasons(range, breaking(changes, range.columns)),
  );
  const links = shown.links.flatMap((link) => withReasons(link, forLinks(changes)));
  return {
    changes,
    ranges: shownRanges,
    hiddenRanges: broken.length - shownRanges.length,
    links,
    hiddenLinks: forLinks(changes).length > 0 ? shown.hiddenLinks : 0,
    queries: shown.queries.flatMap((other) =>
      other.why === 'choices' ? withReasons(other, forChoices(changes)) : [],
    ),
    unknown,
  };
}

function withReasons<T extends object>(dependent: T, reasons: Change[]) {
  if (reasons.length === 0) return [];
  return [{ ...dependent, because: reasons.map(({ sentence }) => sentence) }];
}

// Whoever reads a CSV by its columns' names minds all of them.
function forLinks(changes: readonly Change[]): Change[] {
  return changes.filter(({ breaks }) => breaks);
}

// Choices are the first two columns, whatever they are named; a value for the query nobody gives.
function forChoices(changes: readonly Change[]): Change[] {
  return changes.filter(({ kind }) => kind === 'parameter_required' || kind === 'column_removed');
}
