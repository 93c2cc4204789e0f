// What was learnt about one server's database: its types, harmless statements, and their parameters' types.
import { LRUCache } from 'lru-cache';
import type { RowColumn } from '../../rows.ts';
import { OID, isBuiltInType, rowColumn } from '../types.ts';
import type { WireColumn } from '../wire/messages.ts';
import { Resolution, type GuardOptions } from '../guard/resolution.ts';
import type { Session } from '../session/session.ts';
import { TableKeys } from './table-keys.ts';

const KEPT_STATEMENTS = 2_000;
/** There are some 600 names. */
const KEPT_ZONES = 1_000;
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

// Its marks and decimals are those of the server's lc_monetary: one has as many digits as decimals, and one more.
const MONEY = "select '1'::pg_catalog.money::pg_catalog.text";

export class ServerKnowledge {
  readonly resolution: Resolution;
  #moneyDecimals: number | null = null;
  /** As many as the database has; one run may need all of its own at once. */
  readonly #types = new Map<number, TypeFacts>();
  readonly #parameterTypes = new LRUCache<string, KnownParameters>({
    max: KEPT_STATEMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_types, key) => key.length,
  });
  readonly #zoneNames = new LRUCache<string, string>({ max: KEPT_ZONES });
  readonly #tableKeys = new TableKeys();
  readonly #columns = new WeakMap<readonly WireColumn[], readonly RowColumn[]>();

  constructor(guard: GuardOptions) {
    this.resolution = new Resolution(guard);
  }

  /** What the server calls a time zone: its name, until the server was asked for another. */
  zoneName(timeZone: string): string {
    return this.#zoneNames.get(timeZone) ?? timeZone;
  }

  keepZoneName(timeZone: string, name: string): void {
    this.#zoneNames.set(timeZone, name);
  }

  /** Learns the types that are not known yet, within the session's transaction. */
  async learnTypes(session: Session, oids: readonly number[]): Promise<void> {
    if (oids.includes(OID.money) && this.#moneyDecimals === null) {
      const [[one] = []] = await session.lookUp(MONEY, []);
      this.#moneyDecimals = (one ?? '').replace(/\D/g, '').length - 1;
    }
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
      const nameOf = (oid: number) => this.#typeName(oid);
      const told = { nameOf, moneyDecimals: this.#moneyDecimals };
      const tables = this.#tableKeys.tablesOf(columns);
      known = columns.map((column, index) => ({
        ...rowColumn(column, told),
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
