// What members may see and run: audiences of queries and policies of data sources, held in memory so that every
// request can ask.
import type pg from 'pg';
import type { Audience, Origin, SourcePolicy } from '../../domain/contract/access.ts';
import type { Place } from '../../domain/contract/audit.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import { localAdmin } from './members.ts';
import { refuseUnbound } from './bound.ts';
import type { Member } from './member.ts';
import { mayWriteQueries } from './rights.ts';
import { belongingTo, sightOf, type Belonging, type Guarded, type Sight } from './sight.ts';

/** A run as far as the right to it depends on it. */
export interface AskedRun {
  member: Member;
  query: Guarded | { slug: null; source: string };
  origin: Origin;
  /** The query whose choices these are: the right to run that one includes them. */
  choicesOf?: Guarded | undefined;
  values?: Values;
  /** Where in a spreadsheet the result goes. */
  place?: Place | undefined;
  /** Who made the share link: a link shows what its maker may see, to whoever opens it. */
  linkMaker?: Member | undefined;
}

/** Who sees what, and why. */
export interface Views {
  /** By what an audience takes the member in; null where it does not. */
  belonging(member: Member, audience: Audience): Belonging | null;
  sight(member: Member, query: Guarded): Sight;
}

export interface Access extends Views {
  /** What a member sees who is in this group and no other. */
  ofGroup(group: string): Views;
  /** Whether the member may know of the query and run it: one right, so that nothing is listed that cannot be run. */
  maySee(member: Member, query: Guarded): boolean;
  mayRunOn(member: Member, source: string): boolean;
  /** Whether an audience takes the member in; admins are in each. */
  belongs(member: Member, audience: Audience): boolean;
  /** Whether the member may write queries on the source and run SQL there that is not saved. */
  mayWriteOn(member: Member, source: string): boolean;
  /**
   * The right to a run. Whoever hands out a result calls it first, also one that is cached or kept: `run` and
   * `Runs` do, and so must whatever answers without them. Needs no database.
   * Throws Problem not_found for what the member may not see, forbidden for a way out that the source closes.
   */
  requireRun(asked: AskedRun): void;
  /** Throws Problem not_found when the member may not run on the source, forbidden when not write. */
  requireWriting(member: Member, source: string): void;
  /** Whether a share link of the member's to the query works. */
  mayShare(maker: Member, query: Guarded): boolean;
  /** Null: everybody. */
  audienceOf(query: Pick<Guarded, 'slug' | 'formerly'>): Audience;
  policyOf(source: string): SourcePolicy;
  /** Takes over what was changed since, such as what this server has just changed. */
  refresh(): Promise<void>;
}

/** What holds for a source of which nobody said anything. */
export const openPolicy: SourcePolicy = { runBy: null, writeBy: null, links: true, sheets: true };

/** The tables in memory. */
interface Known {
  change: string;
  audiences: ReadonlyMap<string, NonNullable<Audience>>;
  policies: ReadonlyMap<string, SourcePolicy>;
  /** The ids of each member's groups. */
  groups: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The number that every change of rights moves. */
export const RIGHTS_NUMBER = 'select change from access_change';

/** Reads who may do what. */
export async function createAccess(database: pg.Pool): Promise<Access> {
  let known = await readAll(database);
  const reading = new OneAtATime(async () => {
    if ((await readChange(database)) !== known.change) known = await readAll(database);
  });
  return accessBy(
    () => known,
    () => reading.run(),
  );
}

/** Nobody limited anything: what holds where there are no tables to ask. */
export function openAccess(): Access {
  const known = { change: '', audiences: new Map(), policies: new Map(), groups: new Map() };
  return accessBy(
    () => known,
    async () => {},
  );
}

/** Who sees what and why, where these are the members' groups. */
function viewsBy(
  known: () => Known,
  groupsOf: (member: string) => ReadonlySet<string> | undefined,
): Views & Pick<Access, 'audienceOf' | 'policyOf'> {
  const audienceOf = (query: Pick<Guarded, 'slug' | 'formerly'>) =>
    audienceAmong(known().audiences, query);
  const policyOf = (source: string) => known().policies.get(source) ?? openPolicy;
  const facts = { groupsOf, audienceOf, policyOf };
  return {
    ...{ audienceOf, policyOf },
    belonging: (member, audience) => belongingTo(audience, member, facts),
    sight: (member, query) => sightOf(query, member, facts),
  };
}

function accessBy(known: () => Known, refresh: Access['refresh']): Access {
  const views = viewsBy(known, (id) => known().groups.get(id));
  const { policyOf } = views;
  const belongs = (member: Member, audience: Audience) =>
    views.belonging(member, audience) !== null;
  const mayRunOn = (member: Member, source: string) => belongs(member, policyOf(source).runBy);
  const mayWriteOn = (member: Member, source: string) =>
    mayWriteQueries(member) &&
    mayRunOn(member, source) &&
    belongs(member, policyOf(source).writeBy);
  const maySee = (member: Member, query: Guarded) =>
    isOfCredential(query, member) && views.sight(member, query).sees;
  const mayShare = (maker: Member, query: Guarded) =>
    query.status !== 'draft' && policyOf(query.source).links && maySee(maker, query);
  const access: Access = {
    ...{ ...views, belongs, maySee, mayRunOn, mayWriteOn, mayShare, refresh },
    ofGroup: (group) => viewsBy(known, () => new Set([group])),
    requireRun: (asked) => requireRun(access, asked),
    requireWriting(member, source) {
      if (mayWriteOn(member, source)) return;
      if (!mayRunOn(member, source)) throw noSource(source);
      const detail = `You may not write queries on the data source ${source}. Ask an admin of Sheetfeed.`;
      throw new Problem('forbidden', detail);
    },
  };
  return access;
}

function requireRun(access: Access, asked: AskedRun): void {
  const { member, query, choicesOf, linkMaker } = asked;
  if (query.slug === null) {
    access.requireWriting(member, query.source);
  } else if (asked.origin === 'link') {
    if (linkMaker === undefined || !access.mayShare(linkMaker, query)) throw noQuery(query.slug);
  } else {
    const seen = access.maySee(member, choicesOf ?? query);
    if (!seen || !access.mayRunOn(member, query.source)) throw noQuery(query.slug);
  }
  // What a schedule's query lets be chosen is asked without values.
  if (choicesOf === undefined) refuseUnbound(member, asked);
  if (leavesToSheet(asked) && !access.policyOf(query.source).sheets) {
    const detail = `Results of the data source ${query.source} may not go into spreadsheets. Open the query on its page instead.`;
    throw new Problem('forbidden', detail);
  }
}

// A schedule that came with its own token has one query, under any of its names.
function isOfCredential({ slug, formerly = [] }: Guarded, { credential }: Member): boolean {
  if (credential?.kind !== 'schedule') return true;
  return slug === credential.query || formerly.includes(credential.query);
}

// Who comes with an identity token or that of a schedule is the add-on, whatever it says of itself.
function leavesToSheet({ origin, member }: AskedRun): boolean {
  if (origin === 'link') return false;
  const { credential = { kind: 'identity' } } = member;
  const isAddon =
    (credential.kind === 'identity' && member.id !== localAdmin.id) ||
    credential.kind === 'schedule';
  return isAddon || origin === 'sheet' || origin === 'schedule';
}

/** A problem that tells the same whether there is no such query or the member may not see it. */
export function noQuery(slug: string): Problem {
  return new Problem('not_found', `There is no query named ${slug}. Search the catalog for it.`);
}

/** The same for data sources. */
export function noSource(name: string): Problem {
  return new Problem('not_found', `There is no data source named ${name}.`);
}

// A query that was renamed keeps its audience.
function audienceAmong(
  audiences: Known['audiences'],
  { slug, formerly = [] }: Pick<Guarded, 'slug' | 'formerly'>,
): Audience {
  for (const name of [slug, ...formerly]) {
    const audience = audiences.get(name);
    if (audience !== undefined) return audience;
  }
  return null;
}

/** Notes within the transaction that rights have changed, so that every server reads them again. */
export async function noteAccessChange(client: pg.PoolClient): Promise<void> {
  await client.query('update access_change set change = change + 1');
}

// A connection that broke without a word is given up soon, so that the next one who reads takes another.
const readingChange = { text: RIGHTS_NUMBER, query_timeout: 3_000 };

async function readChange(database: pg.Pool): Promise<string> {
  const { rows } = await database.query<{ change: string }>(readingChange);
  return rows[0]?.change ?? '0';
}

// The number is read before the rest: what changes in between is read again the next time.
async function readAll(database: pg.Pool): Promise<Known> {
  const change = await readChange(database);
  const [audiences, policies, groups] = await Promise.all([
    database.query<{ query: string; audience: NonNullable<Audience> }>(
      'select query, audience from query_audiences',
    ),
    database.query<SourcePolicy & { source: string }>(
      'select source, run_by as "runBy", write_by as "writeBy", links, sheets from source_policies',
    ),
    database.query<{ member: string; groups: string[] }>(
      'select member, array_agg("group") as groups from group_members group by member',
    ),
  ]);
  return {
    change,
    audiences: new Map(audiences.rows.map((row) => [row.query, row.audience])),
    policies: new Map(policies.rows.map(({ source, ...policy }) => [source, policy])),
    groups: new Map(groups.rows.map((row) => [row.member, new Set(row.groups)])),
  };
}
