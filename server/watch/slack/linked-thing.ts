// What an address of this server leads to, for a member who posted it: a query, a frozen run, a board, a share link.
import { randomUUID } from 'node:crypto';
import type { Values } from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import { Problem } from '../../../domain/problem.ts';
import { visibleBoard } from '../../catalog/boards/boards.ts';
import type { KnownBoard } from '../../catalog/boards/known-board.ts';
import { findFrozen, type KnownFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { findActiveLink } from '../../catalog/links/share-links.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { createUsageCounts } from '../../catalog/runs/usage.ts';
import { escaped, unescaped } from '../../deliver/slack-text.ts';
import { formatted } from '../../formats/formatted.ts';
import { arraysFormat } from '../../formats/json.ts';
import type { RowColumn } from '../../engines/rows.ts';
import { columnsOf } from '../../formats/columns.ts';
import type { Member } from '../../identity/member.ts';
import { seesFrozen } from '../../runs/frozen/frozen-access.ts';
import { FrozenResults } from '../../runs/frozen/frozen-results.ts';
import type { WantedRun } from '../../runs/request.ts';
import { resultIn } from '../result-in.ts';
import { valuesFrom } from './asked-words.ts';
import type { SlackParts } from './parts.ts';
import { dateWords, MOST_ROWS_READ, MOST_ROWS_SHOWN, type ShownRows } from './result-message.ts';

export interface LinkedThing {
  title: string;
  /** What is to be known of it, with Slack's marks. */
  facts: string[];
  seenBy: 'whoever has the link' | 'every member' | 'some members';
  /** The query whose owner says where its rows are shown; null: they are shown nowhere. */
  query: KnownQuery | null;
  /** Null where there are none just now. */
  rows: () => Promise<ShownRows | null>;
}

interface Posted {
  member: Member;
  signal: AbortSignal;
}

/** Null where it leads to nothing that the member may see. */
export async function leadsTo(
  parts: SlackParts,
  url: string,
  posted: Posted,
): Promise<LinkedThing | null> {
  const at = placeOf(unescaped(url), parts.baseUrl());
  if (at === null) return null;
  const { kind, name, given } = at;
  if (at.isOfBoard) return linkedSharedBoard(parts, name);
  if (kind === 'q') return linkedQuery(parts, { name, given }, posted);
  if (kind === 's') return linkedShare(parts, { name, given }, posted);
  return kind === 'f' ? linkedFrozen(parts, name, posted) : linkedBoard(parts, name, posted);
}

type Given = [name: string, value: string][];

/** The page that is shown there, and the values in its address; null for any other address. */
function placeOf(url: string, base: string) {
  const asked = URL.canParse(url) ? new URL(url) : null;
  const path = asked && `${asked.origin}${asked.pathname}`;
  if (asked === null || path === null || !path.startsWith(`${base}/`)) return null;
  const page = /^([qsfb])\/([\w-]+)(\/board)?$/.exec(path.slice(base.length + 1));
  const [, kind, name, ofBoard] = page ?? [];
  const isOfBoard = ofBoard !== undefined;
  if (kind === undefined || name === undefined || (isOfBoard && kind !== 's')) return null;
  return { kind, name, isOfBoard, given: [...asked.searchParams] as Given };
}

/** Somebody of whom nothing is known but that they may sign in: what they see, every member sees. */
const ANY_MEMBER: Member = { id: '', email: '', name: '', role: 'viewer' };

const seenByAll = (isSo: boolean) => (isSo ? 'every member' : 'some members');

async function linkedQuery(
  parts: SlackParts,
  { name, given }: { name: string; given: Given },
  { member, signal }: Posted,
): Promise<LinkedThing | null> {
  const { access, catalog, timeZone } = parts;
  const query = catalog.visible(name, member);
  if (query === null) return null;
  const { title, status } = query;
  const { lastRunAt } = await createUsageCounts(parts.database).of(query.slug);
  const asked = { member, query, timeZone, origin: 'slack', maxAgeSeconds: KEPT_SECONDS } as const;
  return {
    ...{ title, query, seenBy: seenByAll(access.maySee(ANY_MEMBER, query)) },
    facts: [
      ...ownerFacts(query.owner),
      ...(status === 'trusted' || status === 'retired' ? [STATUS[status]] : []),
      ...(lastRunAt === null ? [] : [`last run ${dateWords(lastRunAt)}`]),
    ],
    rows: () => rowsOf(parts, signal, () => ({ ...asked, values: valuesIn(query, given) })),
  };
}

const STATUS = { trusted: 'Trusted', retired: 'Retired' };

async function linkedShare(
  parts: SlackParts,
  { name: token, given }: { name: string; given: Given },
  { signal }: Posted,
): Promise<LinkedThing | null> {
  const { access, catalog, database } = parts;
  const link = await findActiveLink(database, token);
  const query = link === null || 'board' in link ? null : catalog.named(link.query);
  if (link === null || query === null || !access.mayShare(link.maker, query)) return null;
  const { id, name, maker, free, maxAgeSeconds } = link;
  // Its runs count as the link's own.
  const reader: Member = { id: `link:${id}`, email: '', name, role: 'viewer' };
  const asked = { member: reader, query, origin: 'link', linkMaker: maker, maxAgeSeconds } as const;
  const ofLink = given.filter(([each]) => free.includes(each));
  return {
    ...{ title: query.title, query, seenBy: 'whoever has the link' },
    facts: ['Share link', ...ownerFacts(query.owner)],
    rows: () =>
      rowsOf(parts, signal, () => ({
        ...{ ...asked, timeZone: link.timeZone ?? parts.timeZone },
        values: { ...link.values, ...valuesIn(query, ofLink) },
      })),
  };
}

/** The share link of a board, which shows what its maker sees of it. */
async function linkedSharedBoard(parts: SlackParts, token: string): Promise<LinkedThing | null> {
  const link = await findActiveLink(parts.database, token);
  if (link === null || !('board' in link)) return null;
  const board = await visibleBoard(parts, link.board, link.maker);
  return board && { ...boardFacts(board, 'Share link of a board'), seenBy: 'whoever has the link' };
}

async function linkedFrozen(
  parts: SlackParts,
  id: string,
  { member }: Posted,
): Promise<LinkedThing | null> {
  const { catalog, database } = parts;
  const frozen = await findFrozen(database, id);
  if (frozen === null || !seesFrozen(parts, frozen, member)) return null;
  const query = frozen.query === null ? null : catalog.named(frozen.query);
  const { erasedAt, maker } = frozen;
  return {
    title: `${query?.title ?? frozen.title ?? 'A result'}, frozen`,
    ...{ query, seenBy: seenByAll(seesFrozen(parts, frozen, ANY_MEMBER)) },
    facts: [
      `frozen by ${escaped(maker.name || maker.email || 'somebody')}`,
      erasedAt === null ? `rows of ${dateWords(frozen.ranAt)}` : 'its rows were erased',
    ],
    rows: async () => (erasedAt === null ? frozenRows(parts, frozen) : null),
  };
}

async function linkedBoard(
  parts: SlackParts,
  slug: string,
  { member }: Posted,
): Promise<LinkedThing | null> {
  const board = await visibleBoard(parts, slug, member);
  if (board === null) return null;
  const isSeenByAll = (await visibleBoard(parts, slug, ANY_MEMBER)) !== null;
  return { ...boardFacts(board, 'Board'), seenBy: seenByAll(isSeenByAll) };
}

const boardFacts = ({ content, owner }: KnownBoard, kind: string): Omit<LinkedThing, 'seenBy'> => ({
  title: content.title,
  facts: [kind, ...ownerFacts(owner)],
  // It shows several queries, of which each may have another owner.
  query: null,
  rows: () => Promise.resolve(null),
});

const ownerFacts = (owner: KnownQuery['owner']): string[] =>
  owner === null ? [] : [`of ${escaped(owner.name || owner.email)}`];

/** Whoever posts a link does not wait for new rows. */
const KEPT_SECONDS = 300;

// Addresses carry more than values, such as where somebody came from.
function valuesIn({ parameters }: KnownQuery, given: Given): Values {
  const known = Object.fromEntries(parameters.map(({ name }) => [name, true]));
  return valuesFrom(
    parameters,
    given.filter(([name]) => own(known, name) === true),
  );
}

/** Without rows where they cannot be had: what is linked has its title all the same. */
async function rowsOf(
  { runs }: SlackParts,
  signal: AbortSignal,
  wanted: () => WantedRun,
): Promise<ShownRows | null> {
  try {
    const bounds = { run: randomUUID(), maxRows: MOST_ROWS_READ, pageRows: MOST_ROWS_SHOWN };
    return await resultIn(await runs.result({ ...wanted(), signal }, bounds));
  } catch (error) {
    if (error instanceof Problem && !signal.aborted) return null;
    throw error;
  }
}

// As the pages show them: a boolean in words, an instant in UTC.
async function frozenRows({ database }: SlackParts, frozen: KnownFrozen): Promise<ShownRows> {
  const { ranAt, lagSeconds, rowCount } = frozen;
  const columns = frozen.columns as readonly RowColumn[];
  const pieces: Buffer[] = [];
  for await (const { bytes } of formatted(arraysFormat({ columns }), firstRows(database, frozen)))
    // A piece is valid until the next is asked for.
    pieces.push(Buffer.from(bytes));
  const rows = JSON.parse(Buffer.concat(pieces).toString('utf8')) as ShownRows['rows'];
  return { columns: columnsOf(columns), rows, rowCount, truncated: false, ranAt, lagSeconds };
}

async function* firstRows(database: SlackParts['database'], frozen: KnownFrozen) {
  for await (const { chunk, count } of new FrozenResults(database).rows(frozen, MOST_ROWS_SHOWN))
    yield { bytes: chunk, rowCount: count };
}
