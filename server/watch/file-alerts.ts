// Brings the alerts of catalog files up to date with what the files say: makes, changes, renames and ends them, with words to
// whoever was told that they fire.
import type pg from 'pg';
import { isDeepStrictEqual } from 'node:util';
import type { AlertContent } from '../../domain/contract/alert.ts';
import { alertsOfFiles, moveAlert, setOwner, type KnownAlert } from '../catalog/alerts/alerts.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import type { KnownQuery, Owner } from '../catalog/queries/known-query.ts';
import { Tries } from '../cluster/tries.ts';
import { inTransaction } from '../database/transaction.ts';
import { folderMember } from '../identity/members.ts';
import type { Log } from '../log.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import { endAlert, makeAlert, rewriteAlert, type ChangeOptions } from './alert-changes.ts';

export interface FileAlertsOptions extends ChangeOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  log: Log;
}

interface Wanted {
  query: KnownQuery;
  content: AlertContent;
  owner: Owner;
}

const TRY_AGAIN_MS = 1_000;
// Of servers that read the same folder one does it, and the others find it done.
const SYNCING = 7_302_119;

/** Does so at its start and whenever the files have changed, until it succeeds. */
export class FileAlerts {
  readonly #options: FileAlertsOptions;
  readonly #tries: Tries;
  readonly #once: OneAtATime;
  #again: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: FileAlertsOptions) {
    this.#options = options;
    this.#tries = new Tries(options.log, 'could not be brought up to date');
    this.#once = new OneAtATime(() => this.#sync());
  }

  start(): void {
    // A server without the folder knows nothing of what stands in it.
    if (!this.#options.catalog.hasFiles) return;
    this.#options.catalog.onFiles(() => void this.#once.run());
    void this.#once.run();
  }

  async #sync(): Promise<void> {
    clearTimeout(this.#again);
    if (this.#isClosed) return;
    const done = await this.#tries.run('the alerts of files', async () => {
      await syncFileAlerts(this.#options);
      return true;
    });
    if (done || this.#isClosed) return;
    this.#again = setTimeout(() => void this.#once.run(), TRY_AGAIN_MS).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#again);
    await this.#once.settled();
  }
}

async function syncFileAlerts(options: FileAlertsOptions): Promise<void> {
  const wanted = wantedOf(options.catalog);
  await inTransaction(options.database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [SYNCING]);
    const there = await alertsOfFiles(client);
    const kept = new Set<KnownAlert>();
    for (const each of wanted) {
      const alert = there.find((known) => !kept.has(known) && isSame(known, each));
      if (alert === undefined) await make(options, client, each);
      else {
        kept.add(alert);
        await bringUpToDate(options, client, alert, each);
      }
    }
    for (const alert of there) if (!kept.has(alert)) await end(options, client, alert);
  });
}

function wantedOf(catalog: Catalog): Wanted[] {
  // A draft is nobody's yet.
  const queries = [...catalog.all()].filter(({ file, status }) => file && status !== 'draft');
  return queries.flatMap((query) =>
    (query.alerts ?? []).map(({ owner, key, ...rest }) => ({
      query,
      content: { ...rest, key: key ?? query.key },
      owner: owner === null ? folderMember : { id: null, name: owner, email: owner },
    })),
  );
}

// By its name in the file, under any slug that the query had.
function isSame({ query: slug, fileName }: KnownAlert, { query, content }: Wanted): boolean {
  return fileName === content.name && [query.slug, ...query.formerly].includes(slug);
}

async function make(
  options: FileAlertsOptions,
  client: pg.PoolClient,
  { query, content, owner }: Wanted,
): Promise<void> {
  await makeAlert(options, client, { query, content, owner, fileName: content.name });
}

async function bringUpToDate(
  options: FileAlertsOptions,
  client: pg.PoolClient,
  alert: KnownAlert,
  { query, content, owner }: Wanted,
): Promise<void> {
  if (alert.query !== query.slug) await moveAlert(client, alert.id, query.slug);
  if (!isDeepStrictEqual(alert.owner, owner)) await setOwner(client, alert.id, owner);
  if (isDeepStrictEqual(alert.content, content)) return;
  const reason = `The file ${query.file} changed what it watches.`;
  await rewriteAlert(options, client, { seen: { alert, query }, content, reason });
}

async function end(
  options: FileAlertsOptions,
  client: pg.PoolClient,
  alert: KnownAlert,
): Promise<void> {
  const query = options.catalog.named(alert.query);
  const isThere = query !== null && query.file !== null;
  const reason = isThere
    ? `It was taken out of the file ${query.file}.`
    : 'The file that it was written in was taken away.';
  await endAlert(options, client, { seen: { alert, query }, reason });
}
