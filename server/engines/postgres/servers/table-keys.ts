// The primary keys of the tables that a statement's columns come from: PostgreSQL tells of each column where it stands.
import { LRUCache } from 'lru-cache';
import type { Session } from '../session/session.ts';
import type { WireColumn } from '../wire/messages.ts';

const KEPT_TABLES = 2_000;
/** A table may get another key. */
const KEPT_MS = 60_000;

const KEYS = `
  select conrelid, pg_catalog.array_to_string(conkey, ' ') from pg_catalog.pg_constraint
  where contype = 'p' and conrelid = any($1::oid[])`;

export class TableKeys {
  /** The numbers of their columns in the table; none where it has no key. */
  readonly #keys = new LRUCache<number, readonly number[]>({ max: KEPT_TABLES, ttl: KEPT_MS });

  /** Learns the keys that are not known, within the session's transaction. */
  async learn(session: Session, columns: readonly WireColumn[]): Promise<void> {
    const tables = new Set(columns.flatMap(({ table }) => (table === 0 ? [] : [table])));
    const unknown = [...tables].filter((table) => !this.#keys.has(table));
    if (unknown.length === 0) return;
    for (const table of unknown) this.#keys.set(table, []);
    for (const [table, key] of await session.lookUp(KEYS, [`{${unknown.join(',')}}`])) {
      this.#keys.set(Number(table), (key ?? '').split(' ').map(Number));
    }
  }

  /** For each of the columns the table whose key it is a part of, where that key is there whole and once; else 0. */
  tablesOf(columns: readonly WireColumn[]): number[] {
    const isWhole = new Map<number, boolean>();
    for (const { table } of columns) {
      const key = this.#keys.get(table) ?? [];
      const times = (attribute: number) =>
        columns.filter((column) => column.table === table && column.attribute === attribute).length;
      if (!isWhole.has(table))
        isWhole.set(
          table,
          key.every((attribute) => times(attribute) === 1),
        );
    }
    return columns.map(({ table, attribute }) => {
      const isPart = this.#keys.get(table)?.includes(attribute) ?? false;
      return isPart && isWhole.get(table) ? table : 0;
    });
  }
}
