// What the servers of one database tell each other at once, by PostgreSQL's NOTIFY.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DatabaseClient } from '../database/client.ts';
import type { Log } from '../log.ts';

/** At most some 7,900 bytes as JSON: a notification holds no more. */
export type Notice = Record<string, unknown>;

interface Told {
  kind: string;
  from: string;
  /** Null: every server but the one that tells. */
  to: string | null;
  notice: Notice;
}

const CHANNEL = 'sheetfeed';
const RETRY_MS = 1_000;
// Its own notice must come back: through some poolers none ever does, and a silent network tells nobody.
const CHECK_EVERY_MS = 20_000;
const CHECK_WITHIN_MS = 5_000;
const CHECK = 'check';
const NOT_HEARD =
  'what other servers tell is not heard; trying again. If it lasts, DATABASE_URL leads through a pooler that does not keep sessions';

export class Notices {
  /** This server, among those of the database, for as long as it runs. */
  readonly server = randomUUID();
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #hearers = new Map<string, (notice: Notice, from: string) => void>();
  readonly #onLost: (() => void)[] = [];
  #client: pg.Client | null = null;
  #isHeard = false;
  #isClosed = false;
  /** The log knows that nothing is heard. */
  #wasTold = false;
  #timer: NodeJS.Timeout | undefined;
  #checked: (() => void) | null = null;

  constructor(database: pg.Pool, log: Log) {
    this.#database = database;
    this.#log = log;
    void this.#listen();
  }

  /** False while what others tell may be missed. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Calls `hear` for each notice of that kind from other servers. */
  on(kind: string, hear: (notice: Notice, from: string) => void): void {
    this.#hearers.set(kind, hear);
  }

  /** Calls `listener` when notices may have been missed. */
  onLost(listener: () => void): void {
    this.#onLost.push(listener);
  }

  /** Tells one server, or all others. */
  async tell(kind: string, notice: Notice, to: string | null = null): Promise<void> {
    const told: Told = { kind, from: this.server, to, notice };
    await this.#database.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(told)]);
  }

  async #listen(): Promise<void> {
    const { connectionString } = this.#database.options;
    const client = new DatabaseClient({
      ...(connectionString === undefined ? {} : { connectionString }),
      application_name: 'sheetfeed notices',
      connectionTimeoutMillis: CHECK_WITHIN_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      await this.#check(client);
    } catch {
      this.#lose(client);
    }
  }

  async #check(client: pg.Client): Promise<void> {
    const late = setTimeout(() => this.#lose(client), CHECK_WITHIN_MS);
    const heard = new Promise<void>((resolve) => (this.#checked = resolve));
    try {
      await this.tell(CHECK, {}, this.server);
      await heard;
    } finally {
      clearTimeout(late);
    }
    if (client !== this.#client) return;
    this.#isHeard = true;
    this.#wasTold = false;
    this.#timer = setTimeout(() => {
      this.#check(client).catch(() => this.#lose(client));
    }, CHECK_EVERY_MS);
    this.#timer.unref();
  }

  // Anybody who may sign in to the database may tell something there.
  #hear(payload: string): void {
    try {
      this.#take(JSON.parse(payload) as Told);
    } catch (error) {
      this.#log.warn({ err: error }, 'a notice on the channel of the servers is not understood');
    }
  }

  #take({ kind, from, to, notice }: Told): void {
    if (kind === CHECK && to === this.server) return this.#checked?.();
    if (to === this.server || (to === null && from !== this.server)) {
      this.#hearers.get(kind)?.(notice, from);
    }
  }

  // Everything may have been missed until the next connection listens.
  #lose(client: pg.Client): void {
    if (client !== this.#client) return;
    this.#client = null;
    this.#checked?.();
    clearTimeout(this.#timer);
    void client.end().catch(() => {});
    if (!this.#wasTold) this.#log.warn(NOT_HEARD);
    this.#wasTold = true;
    this.#isHeard = false;
    for (const listener of this.#onLost) listener();
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#listen(), RETRY_MS);
    this.#timer.unref();
  }

  /** The connection is still heard, but another one is not begun once it is lost. */
  tryNoMore(): void {
    this.#isClosed = true;
    if (this.#client === null) clearTimeout(this.#timer);
  }

  async close(): Promise<void> {
    this.tryNoMore();
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#isHeard = false;
    this.#checked?.();
    await client?.end().catch(() => {});
  }
}
