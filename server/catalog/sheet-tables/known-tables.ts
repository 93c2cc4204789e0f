// The sheet tables in memory, so that every text can ask which there are, and the rows of those that were read lately.
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { SheetRows } from '../../../domain/sheet-tables/sheet-rows.ts';
import type { Access } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import { OneAtATime } from '../../one-at-a-time.ts';
import { rowsOf } from './publications.ts';
import { listTables, type KnownTable } from './sheet-tables.ts';

/** Of the rows of all tables together, as text. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** A table without rows counts for so much. */
const LEAST_BYTES = 1024;

export class KnownTables {
  readonly #database: pg.Pool;
  readonly #access: Pick<Access, 'belongs'>;
  #tables: ReadonlyMap<string, KnownTable> = new Map();
  readonly #reading: OneAtATime;
  readonly #rows = new LRUCache<string, { rows: SheetRows; bytes: number }>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ bytes }) => bytes + LEAST_BYTES,
  });
  /** When a table's rows were last seen in the sheet, where that is later than its database says. */
  readonly #seen = new Map<string, Date>();
  readonly #loading = new Map<string, Promise<SheetRows | null>>();

  constructor(database: pg.Pool, access: Pick<Access, 'belongs'>) {
    this.#database = database;
    this.#access = access;
    this.#reading = new OneAtATime(async () => {
      const tables = await listTables(database);
      this.#tables = new Map(tables.map((table) => [table.name, table]));
    });
  }

  /** Takes over what was changed since. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  all(): KnownTable[] {
    return [...this.#tables.keys()].flatMap((name) => this.get(name) ?? []);
  }

  get(name: string): KnownTable | null {
    const table = this.#tables.get(name) ?? null;
    const seen = this.#seen.get(name)?.toISOString();
    if (!table?.rows || seen === undefined || seen <= table.rows.at) return table;
    return { ...table, rows: { ...table.rows, at: seen } };
  }

  /** This server has read in the sheet at that time what the rows of the table say. */
  noteSeen(name: string, at: Date): void {
    this.#seen.set(name, at);
  }

  /** Whether the member may use it in queries, and run what reads it. */
  mayUse(member: Member, table: KnownTable): boolean {
    return table.publisher.id === member.id || this.#access.belongs(member, table.usedBy);
  }

  /** The same by its name. Of one that is gone nobody can say who might use it: only admins. */
  mayUseNamed(member: Member, name: string): boolean {
    const table = this.get(name);
    return table === null ? member.role === 'admin' : this.mayUse(member, table);
  }

  /** The rows of a publication; null where it is gone. The same object for the same rows, as long as they are kept. */
  async rows({
    publication,
    byteCount,
  }: {
    publication: string;
    byteCount: number;
  }): Promise<SheetRows | null> {
    const kept = this.#rows.get(publication);
    if (kept !== undefined) return kept.rows;
    let loading = this.#loading.get(publication);
    if (loading === undefined) {
      loading = rowsOf(this.#database, publication).finally(() =>
        this.#loading.delete(publication),
      );
      this.#loading.set(publication, loading);
    }
    const rows = await loading;
    if (rows !== null) this.#rows.set(publication, { rows, bytes: byteCount });
    return rows;
  }
}

/** Reads which there are. */
export async function openKnownTables(
  database: pg.Pool,
  access: Pick<Access, 'belongs'>,
): Promise<KnownTables> {
  const tables = new KnownTables(database, access);
  await tables.refresh();
  return tables;
}

/** Whether the member may change it, and publish its rows. */
export function mayPublish({ publisher }: KnownTable, member: Member): boolean {
  return publisher.id === member.id || member.role === 'admin';
}
