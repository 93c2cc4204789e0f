// What was learnt about one server's database: its types, harmless statements, and their parameters' types.
import { LRUCache } from 'lru-cache';
import type { RowColumn } from '../../rows.ts';
import { isBuiltInType, rowColumn } from '../types.ts';
import type { WireColumn } from '../wire/messages.ts';
import { Resolution, type GuardOptions } from '../guard/resolution.ts';
import type { Session } from '../session/session.ts';
import { TableKeys } from './table-keys.ts';

const KEPT_STATEMENTS = 2_000;
/** Of their texts: one may be as long as 256 KB. */
const KEPT_CHARACTERS = 16 * 1024 * 1024;

interface TypeFacts {
  name: string;
  /** The element type of an array type; 0 for any other. */
  element: number;
}

/** The types of a statement's parameters: as we tell them to PostgreSQL (0: infer), and as it told them. */
export interface KnownParameters {
  told: number[];
  resolved: number[];
}

const TYPES = `
  select t.oid, case when t.typcategory = 'A' then e.typname::text || '[]' else t.typname end,
    case when t.typcategory = 'A' then t.typelem else 0 end
  from pg_catalog.pg_type t left join pg_catalog.pg_type e on e.oid = t.typelem
  where t.oid = any($1::oid[])`;

export class ServerKnowledge {
  readonly resolution: Resolution;
  /** As many as the database has; one run may need all of its own at once. */
  readonly #types = new Map<number, TypeFacts>();
  readonly #parameterTypes = new LRUCache<string, KnownParameters>({
    max: KEPT_STATEMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_types, key) => key.length,
  });
  readonly #tableKeys = new TableKeys();
  readonly #columns = new WeakMap<readonly WireColumn[], readonly RowColumn[]>();

  constructor(guard: GuardOptions) {
    this.resolution = new Resolution(guard);
  }

  /** Learns the types that are not known yet, within the session's transaction. */
  async learnTypes(session: Session, oids: readonly number[]): Promise<void> {
    const unknown = [...new Set(oids)].filter(
      (oid) => !isBuiltInType(oid) && !this.#types.has(oid),
    );
    if (unknown.length === 0) return;
    const rows = await session.lookUp(TYPES, [`{${unknown.join(',')}}`]);
    for (const [oid, name, element] of rows) {
      this.#types.set(Number(oid), { name: name ?? '', element: Number(element) });
    }
  }

  /** Learns the primary keys of the columns' tables that are not known yet, within the session's transaction. */
  learnKeys(session: Session, columns: readonly WireColumn[]): Promise<void> {
    return this.#tableKeys.learn(session, columns);
  }

  /** The columns as formats know them: the same array for the same statement as long as that is known. */
  rowColumns(columns: readonly WireColumn[]): readonly RowColumn[] {
    let known = this.#columns.get(columns);
    if (known === undefined) {
      const tables = this.#tableKeys.tablesOf(columns);
      known = columns.map((column, index) => ({
        ...rowColumn(column, (oid) => this.#typeName(oid)),
        ...(tables[index] ? { keyOf: tables[index] } : {}),
      }));
      this.#columns.set(columns, known);
    }
    return known;
  }

  #typeName(oid: number): string {
    return this.#types.get(oid)?.name ?? String(oid);
  }

  elementOf(oid: number): number {
    return this.#types.get(oid)?.element ?? 0;
  }

  /** The types of a statement's parameters, as it was prepared before. */
  parameterTypes(key: string): KnownParameters | undefined {
    return this.#parameterTypes.get(key);
  }

  /** Has the statement looked at anew: what it reaches has changed. */
  forgetStatement(key: string): void {
    this.#parameterTypes.delete(key);
    this.resolution.forget(key);
  }

  keepParameterTypes(key: string, types: KnownParameters): void {
    this.#parameterTypes.set(key, types);
  }
}
