// Records runs in Sheetfeed's database, many at once and at most a second late, so that no run waits for it.
import type { WantedRun } from './request.ts';
import type { RunOutcome } from '../engines/rows.ts';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Values } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';
import { isAboutData } from '../database/database.ts';
import { insertRuns, memberOfRun, type RunRecord } from '../catalog/runs/records.ts';
import { recordedValues } from '../catalog/runs/recorded-values.ts';
import type { Log } from '../log.ts';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 200;
/** Kept while Sheetfeed's database is away; beyond that the oldest are lost, and said to be. */
const MOST_KEPT = 10_000;
const MOST_KEPT_BYTES = 16 * 1024 * 1024;

export class Recorder {
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #hear: (run: RunRecord) => void;
  #waiting: RunRecord[] = [];
  /** Of the waiting ones, those that handed out a cached result, by what was asked. */
  #hits = new Map<string, RunRecord>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `hear` is told of each run at once, but within the second of a cached result that is handed out again. */
  constructor(database: pg.Pool, log: Log, hear: (run: RunRecord) => void) {
    this.#database = database;
    this.#log = log;
    this.#hear = hear;
  }

  /** Does what `start` does, and records within a second who asked for what and how it ended. */
  async recorded(
    id: string,
    request: WantedRun,
    { now, start }: { now: () => Date; start: () => Promise<RunOutcome> },
  ): Promise<RunOutcome> {
    const startedAt = now();
    const begun = performance.now();
    const record = (how: RunEnd) => {
      const durationMs = performance.now() - begun;
      this.#record({ id, ...askedIn(request), startedAt, durationMs, ...how, times: 1 });
    };
    try {
      const outcome = await start();
      if (outcome.cached) this.handedOut(request, outcome, { id, begun });
      else record({ ...doneWith(outcome), ...(isOfItself(request) ? {} : { number: null }) });
      return outcome;
    } catch (error) {
      const { code, extras } =
        error instanceof Problem ? error : { code: 'internal', extras: { sqlState: undefined } };
      const sqlState = extras.sqlState ?? null;
      const nothing = { rowCount: 0, byteCount: 0, cached: false, sheetTables: null, number: null };
      record({ ...nothing, outcome: code, sqlState });
      throw error;
    }
  }

  /** Records within a second that a cached result was handed out: as one line, however often. */
  handedOut(
    wanted: WantedRun,
    outcome: RunOutcome,
    { begun, id }: { begun: number; id?: string },
  ): void {
    const asked = textOf(wanted);
    const before = this.#hits.get(asked);
    if (before !== undefined) {
      before.times++;
      return;
    }
    const durationMs = performance.now() - begun;
    const startedAt = new Date(Date.now() - durationMs);
    const run = { id: id ?? randomUUID(), ...askedIn(wanted), startedAt, durationMs, times: 1 };
    const hit = { ...run, ...doneWith(outcome) };
    this.#hits.set(asked, hit);
    this.#record(hit);
  }

  /** The id of the member who started the run; null when nobody did. */
  async whose(run: string): Promise<string | null> {
    const id = run.toLowerCase();
    const waiting = this.#waiting.find((record) => record.id.toLowerCase() === id);
    if (waiting !== undefined) return waiting.member;
    await this.#writing;
    return memberOfRun(this.#database, run);
  }

  #record(run: RunRecord): void {
    this.#hear(run);
    this.#waiting.push(run);
    this.#timer ??= setTimeout(() => this.#write(), EVERY_MS);
  }

  #write(): void {
    this.#timer = null;
    for (const run of this.#hits.values()) {
      if (run.times > 1) this.#hear({ ...run, times: run.times - 1 });
    }
    this.#hits.clear();
    const records = this.#waiting.splice(0);
    // A statement for thousands would hold a connection, and its locks, for longer than others wait.
    for (let from = 0; from < records.length; from += MOST_AT_ONCE)
      this.#writing = this.#writing.then(() =>
        this.#insert(records.slice(from, from + MOST_AT_ONCE)),
      );
  }

  async #insert(records: RunRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await insertRuns(this.#database, records);
    } catch (error) {
      if (isAboutData(error)) return this.#insertApart(records, error);
      const runs = records.length;
      this.#log.error({ err: error, runs }, 'runs could not be recorded; trying again');
      this.#keep(records);
    }
  }

  // One that the database will never take must not keep the others from being recorded.
  async #insertApart(records: RunRecord[], error: unknown): Promise<void> {
    if (records.length > 1) for (const record of records) await this.#insert([record]);
    else this.#log.error({ err: error, run: records[0]?.id }, 'the record lacks this run');
  }

  #keep(records: RunRecord[]): void {
    const all = [...records, ...this.#waiting];
    this.#waiting = latest(all);
    const lost = all.length - this.#waiting.length;
    if (lost > 0) this.#log.error({ lost }, 'runs were lost from the record');
    this.#timer ??= setTimeout(() => this.#write(), 5 * EVERY_MS);
  }

  /** Records what is not recorded yet. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#write();
    await this.#writing;
    if (this.#timer) clearTimeout(this.#timer);
  }
}

// As many of the latest as may be kept: what a caller gave as values may be long.
function latest(records: readonly RunRecord[]): RunRecord[] {
  let from = records.length;
  for (let bytes = 0; from > 0 && records.length - from < MOST_KEPT; from--) {
    bytes += sizeOf(records[from - 1]);
    if (bytes > MOST_KEPT_BYTES) break;
  }
  return records.slice(from);
}

const sizeOf = (record: RunRecord | undefined): number =>
  record === undefined ? 0 : 500 + (record.sql?.length ?? 0) + textOfValues(record.values).length;

type RunEnd = Pick<
  RunRecord,
  'rowCount' | 'byteCount' | 'cached' | 'outcome' | 'sqlState' | 'sheetTables' | 'number'
>;

// What somebody just selects from a query's result has its name, and another number.
const isOfItself = ({ query: { slug, selectsFrom, variation } }: WantedRun) =>
  slug !== null && (selectsFrom === undefined || variation !== undefined);

function doneWith({ rowCount, byteCount, cached, tables, number }: RunOutcome): RunEnd {
  const ended = {
    ...{ outcome: 'done', sqlState: null, sheetTables: tables ?? null },
    // Of a cached result it is recorded with the run that gave it.
    number: (cached ? null : number) ?? null,
  };
  return { rowCount, byteCount, cached, ...ended };
}

// The values of an address are the same object at each request.
const valuesTexts = new WeakMap<Values, string>();

function textOfValues(values: Values): string {
  let text = valuesTexts.get(values);
  if (text === undefined) valuesTexts.set(values, (text = JSON.stringify(values)));
  return text;
}

/** The same for everything that one line of the record holds. */
function textOf({ member, origin, query, values, timeZone, place }: WantedRun): string {
  const { id, credential } = member;
  const token = credential?.kind === 'token' ? credential.name : '';
  const at = place === undefined ? '' : JSON.stringify(place);
  const asked = query.slug === null ? query.sql : `${query.slug} ${query.version}`;
  return [id, origin, token, timeZone, at, textOfValues(values), asked].join('\n');
}

function askedIn({ member, origin, query, values, timeZone, place, measured }: WantedRun) {
  const { credential } = member;
  return {
    place: place ?? null,
    tokenName: credential?.kind === 'token' ? credential.name : null,
    member: member.id,
    origin,
    query: query.slug,
    version: query.version,
    sql: query.slug === null ? (measured ? `explain (analyze) ${query.sql}` : query.sql) : null,
    source: query.source,
    values: recordedValues(values),
    timeZone,
  };
}
