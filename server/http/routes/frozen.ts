// Frozen runs over HTTP: made of a member's own run, and seen by whoever may see its query.
import type pg from 'pg';
import { citationOf } from '../../../domain/citation.ts';
import type { Frozen } from '../../../domain/contract/frozen.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import {
  citeFrozen,
  eraseFrozen,
  findFrozen,
  listFrozen,
  shareFrozen,
  type KnownFrozen,
} from '../../catalog/frozen/frozen-runs.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { ownerFrom, personOf } from '../../catalog/queries/known-query.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import { columnsOf } from '../../formats/columns.ts';
import type { Access } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import { freeze, type FrozenLimits } from '../../runs/frozen/freeze.ts';
import { mayErase, mayShare, refuseHidden, seesFrozen } from '../../runs/frozen/frozen-access.ts';
import { differenceOf } from '../../runs/frozen/frozen-difference.ts';
import type { FrozenResults } from '../../runs/frozen/frozen-results.ts';
import type { Runs } from '../../runs/runs.ts';
import type { RowColumn } from '../../engines/rows.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import { goneSignal } from '../output/gone-signal.ts';
import { HttpOutput } from '../output/http-output.ts';

export interface FrozenOptions {
  access: Access;
  catalog: Catalog;
  runs: Runs;
  /** Sheetfeed's own. */
  database: pg.Pool;
  frozen: FrozenResults;
  tables: KnownTables;
  limits: FrozenLimits;
  /** How long one is kept that nobody cites. */
  days: number;
  baseUrl: () => string;
}

type KeepingRows = 'POST freeze' | 'POST cite' | 'PUT frozenShare' | 'DELETE frozenRun';
type FormatRows = 'GET frozenCsv' | 'GET frozenJson' | 'GET frozenXlsx';
type ReadingRows = 'GET frozenRuns' | 'GET frozenRun' | 'GET frozenDifference' | FormatRows;

export function frozenHandlers(options: FrozenOptions): Handlers<KeepingRows | ReadingRows> {
  return { ...keeping(options), ...reading(options) };
}

function keeping(options: FrozenOptions): Handlers<KeepingRows> {
  const { runs, limits } = options;
  return {
    async 'POST freeze'({ member, params, change }) {
      const whole = await runs.whole(params.run, member);
      const frozen = await change(async (client, tell) => {
        const made = await freeze(client, whole, { maker: ownerFrom(member), alert: null, limits });
        tell(made.query, { frozen: made.id, rows: made.rowCount });
        return made;
      });
      return viewOf(options, frozen, member);
    },
    async 'POST cite'({ member, params, change }) {
      const frozen = await readable(options, params.id, member);
      await change(async (client, tell) => {
        tell(frozen.query, { frozen: frozen.id });
        await citeFrozen(client, frozen.id);
      });
      return viewOf(options, await seen(options, frozen.id, member), member);
    },
    async 'PUT frozenShare'({ member, params, body: { shared }, change }) {
      const frozen = await readable(options, params.id, member);
      if (!mayShare(frozen, member)) throw notShared(frozen);
      await change(async (client, tell) => {
        const before = { shared: frozen.sharedAt !== null };
        tell(frozen.query, { frozen: frozen.id, shared, before });
        await shareFrozen(client, frozen.id, shared);
      });
      return viewOf(options, await seen(options, frozen.id, member), member);
    },
    async 'DELETE frozenRun'({ member, params, change }) {
      const frozen = await seen(options, params.id, member);
      if (!mayErase(options, frozen, member)) throw notErased(frozen);
      await change(async (client, tell) => {
        tell(frozen.query, { frozen: frozen.id, fingerprint: frozen.fingerprint });
        await eraseFrozen(client, frozen.id, ownerFrom(member));
      });
    },
  };
}

/** A page shows at most so many rows; all of them are in the CSV. */
const MOST_SHOWN = 100_000;

function reading(options: FrozenOptions): Handlers<ReadingRows> {
  const { database, catalog, frozen: results } = options;
  return {
    async 'GET frozenRuns'({ member, query: { query: slug } }) {
      const query = slug === undefined ? null : await catalog.find(slug, member);
      const slugs = query && [query.slug, ...query.formerly];
      const found = await listFrozen(database, { slugs, maker: query ? null : member.id });
      const shown = found.filter((frozen) => seesFrozen(options, frozen, member));
      return { frozen: shown.map((frozen) => viewOf(options, frozen, member)) };
    },
    async 'GET frozenRun'({ member, params, request, response }) {
      const frozen = await seen(options, params.id, member);
      refuseHidden(options, frozen, member);
      const head = () => viewOf(options, frozen, member);
      const tail = () => ({ truncated: frozen.rowCount > MOST_SHOWN });
      const output = new HttpOutput(request, response, { format: 'result' });
      const asked = { envelope: { head, tail }, most: MOST_SHOWN, signal: goneSignal(response) };
      await results.envelope(frozen, asked, output);
    },
    async 'GET frozenDifference'({ member, params }) {
      const a = await readable(options, params.a, member);
      const b = await readable(options, params.b, member);
      const [one, other] = [viewOf(options, a, member), viewOf(options, b, member)];
      return { a: one, b: other, ...(await differenceOf(results, a, b)) };
    },
    'GET frozenCsv': (asked) => download(options, asked, 'csv'),
    'GET frozenJson': (asked) => download(options, asked, 'json'),
    async 'GET frozenXlsx'({ member, params, request, response }) {
      const frozen = await readable(options, params.id, member);
      response.attachment(`${nameOf(frozen)}.xlsx`);
      const output = new HttpOutput(request, response, { format: 'xlsx' });
      await results.workbook(frozen, output, goneSignal(response));
    },
  };
}

async function download(
  options: FrozenOptions,
  { member, params, request, response }: Asked<FormatRows>,
  format: 'csv' | 'json',
): Promise<void> {
  const frozen = await readable(options, params.id, member);
  const output = new HttpOutput(request, response, { format });
  await options.frozen.download(frozen, format, output);
}

const nameOf = ({ query, id }: KnownFrozen) => `${query ?? 'result'}-${id}`;

/** Throws Problem not_found where there is none that the member may see. */
export async function seen(
  options: FrozenOptions,
  id: string,
  member: Member,
): Promise<KnownFrozen> {
  const frozen = await findFrozen(options.database, id);
  if (frozen !== null && seesFrozen(options, frozen, member)) return frozen;
  throw new Problem('not_found', 'There is no such frozen run. Check the address.');
}

/** The same; throws Problem run_expired for one that is erased, forbidden for a way out that its source closes. */
export async function readable(
  options: FrozenOptions,
  id: string,
  member: Member,
): Promise<KnownFrozen> {
  const frozen = await seen(options, id, member);
  refuseHidden(options, frozen, member);
  if (frozen.erasedAt === null) return frozen;
  const by = frozen.erasedBy === null ? '' : ` by ${whoIs(frozen.erasedBy)}`;
  const day = frozen.erasedAt.toISOString().slice(0, 10);
  const why = frozen.erasedBy === null ? ', since nobody cited it' : '';
  throw new Problem('run_expired', `The rows of this frozen run were erased on ${day}${by}${why}.`);
}

const whoIs = ({ name, email }: { name: string; email: string }) => name || email || 'somebody';

function notShared({ query, maker }: KnownFrozen): Problem {
  if (query !== null)
    return new Problem('invalid_request', 'Whoever may see its query sees it already.');
  return new Problem('forbidden', `Only ${whoIs(maker)} and admins may share this frozen run.`);
}

function notErased({ maker }: KnownFrozen): Problem {
  const detail = `Only ${whoIs(maker)}, the owner of its query and admins may erase this frozen run.`;
  return new Problem('forbidden', detail);
}

const DAY_MS = 86_400_000;

function viewOf(options: FrozenOptions, frozen: KnownFrozen, member: Member): Frozen {
  const { baseUrl, days } = options;
  const { id, query, run, version, source, sql, values, timeZone, ranAt, lagSeconds } = frozen;
  const { rowCount, fingerprint, alert, madeAt, citedAt, sharedAt, erasedAt, erasedBy } = frozen;
  const isKept = citedAt !== null || erasedAt !== null;
  const facts = {
    ...{ id, query, run, version, source, sql, values, timeZone, ranAt, lagSeconds },
    ...{ rowCount, fingerprint, alert },
    ...(frozen.sheetTables === null ? {} : { sheetTables: [...frozen.sheetTables] }),
    url: baseUrl() + routes.frozenPage(id),
    title: frozen.title ?? 'SQL that is not saved',
    ranOn: frozen.ranOn as Frozen['ranOn'],
    columns: columnsOf(frozen.columns as readonly RowColumn[]),
    key: [...frozen.key],
    madeBy: personOf(frozen.maker),
    madeAt: madeAt.toISOString(),
    citedAt: citedAt?.toISOString() ?? null,
    keptUntil: isKept ? null : new Date(madeAt.getTime() + days * DAY_MS).toISOString(),
    sharedAt: sharedAt?.toISOString() ?? null,
    erased: erasedAt && { at: erasedAt.toISOString(), by: erasedBy && personOf(erasedBy) },
  };
  const may = { erase: mayErase(options, frozen, member), share: mayShare(frozen, member) };
  return { ...facts, citation: citationOf(facts), may };
}
