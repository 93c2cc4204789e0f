// A tiny engine whose tables are lists in memory and whose only statement is `from <table> [where <column> = :<name>]`.
// It shows that the product needs nothing of PostgreSQL but the seam.
import type { Parameter } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';
import type {
  Engine,
  EngineDescription,
  EngineRun,
  EngineSource,
  EngineText,
  OpenOptions,
  ReadText,
  SourceSetting,
} from '../../server/engines/engine.ts';
import type { SheetTables } from '../../server/engines/sheet-tables.ts';
import type { RowColumn, RunOutcome } from '../../server/engines/rows.ts';

export interface MemoryTable {
  columns: RowColumn[];
  rows: (string | null)[][];
}

export type MemoryTables = Readonly<Record<string, MemoryTable>>;

/** Its problems are of the class that whoever runs it knows: the built server has one of its own. */
export function createMemoryEngine(tables: MemoryTables, Refusal = Problem): Engine {
  return {
    name: 'memory',
    schemes: ['memory:'],
    open: (setting, options) => new MemorySource({ tables, Refusal }, setting, options),
    close: async () => {},
  };
}

interface Reading extends ReadText {
  table: string;
  /** What a row must have; null takes all. */
  column: string | null;
}

class MemorySource implements EngineSource {
  readonly identity: string;
  readonly capacity: number;
  readonly servers = [{ role: 'primary', healthy: true, lagSeconds: null }] as const;
  readonly #tables: MemoryTables;
  readonly #Refusal: typeof Problem;

  constructor(
    { tables, Refusal }: { tables: MemoryTables; Refusal: typeof Problem },
    { name }: SourceSetting,
    { maxConnections }: OpenOptions,
  ) {
    this.#tables = tables;
    this.#Refusal = Refusal;
    this.identity = `memory ${name}`;
    this.capacity = maxConnections;
  }

  async addServer(): Promise<void> {}

  async look() {
    const servers = this.servers.map((server) => ({ ...server, reason: null, refused: false }));
    return { problem: null, warnings: [], servers };
  }

  async read(
    sql: string,
    _declared: readonly string[] | null,
    sheetTables?: SheetTables,
  ): Promise<Reading> {
    const Refusal = this.#Refusal;
    refuseSheetTables(sql, sheetTables, Refusal);
    const [, table = '', column = null, name = null] =
      /^from (\w+)(?: where (\w+) = :(\w+))?\s*$/.exec(sql) ?? [];
    if (!Object.hasOwn(this.#tables, table))
      throw new Refusal('sql_invalid', 'There is no such table in memory.', { line: 1, column: 6 });
    return { text: sql, names: name === null ? [] : [name], sheetTables: [], table, column };
  }

  async literals() {
    return [];
  }

  async execute({ reading, values, sink, truncateAt, askedAt }: EngineRun): Promise<RunOutcome> {
    const { columns, rows } = this.#asked(reading, values[0] ?? null);
    const start = { columns, ranOn: 'primary', lagSeconds: null, ranAt: askedAt } as const;
    const about = { ...start, cached: false, etag: null };
    sink.start(about, { pause: () => {}, resume: () => {} });
    const taken = rows.slice(0, truncateAt);
    const bytes = Buffer.concat(taken.map(messageOf));
    if (taken.length > 0) sink.rows(bytes, 0, bytes.length, taken.length);
    const truncated = taken.length < rows.length;
    return { ...about, rowCount: taken.length, byteCount: bytes.length, truncated };
  }

  #asked(reading: ReadText, value: EngineRun['values'][number]): MemoryTable {
    const { table, column } = reading as Reading;
    const { columns, rows } = this.#tables[table] ?? { columns: [], rows: [] };
    if (column === null) return { columns, rows };
    const at = columns.findIndex(({ name }) => name === column);
    return { columns, rows: rows.filter((row) => row[at] === value) };
  }

  async describe({ reading, parameters }: EngineText): Promise<EngineDescription> {
    return {
      columns: this.#asked(reading, null).columns,
      parameters: [...parameters] as Parameter[],
    };
  }

  async explain() {
    return { steps: [], warnings: [], expensive: false, estimatedRows: 1, cost: 1 };
  }

  async schema() {
    const tables = Object.entries(this.#tables).map(([name, { columns }]) => ({
      ...{
        schema: 'memory',
        name,
        kind: 'table' as const,
        comment: null,
        rows: null,
        wideKeys: [],
      },
      columns: columns.map((column) => ({
        ...{ name: column.name, type: column.typeName, comment: null },
        ...{ references: null, isKey: false, values: null },
      })),
    }));
    return { searchPath: ['memory'], tables, functions: [] };
  }

  problemOf(error: unknown): unknown {
    return error;
  }

  close(): void {}
}

function refuseSheetTables(
  sql: string,
  sheetTables: SheetTables = () => null,
  Refusal: typeof Problem,
): void {
  const [, name = ''] = /^from sheet\.(\w+)/.exec(sql) ?? [];
  if (name === '' || sheetTables(name) === null) return;
  const detail = `Queries on this data source cannot read sheet tables, such as ${name}: its engine, memory, has nothing to bind their rows to.`;
  throw new Refusal('sql_not_allowed', detail, { line: 1, column: 6 });
}

/** One row in the framing of engines/rows.ts. */
function messageOf(row: readonly (string | null)[]): Buffer {
  const fields = row.map((field) => {
    const text = Buffer.from(field ?? '');
    const length = Buffer.alloc(4);
    length.writeInt32BE(field === null ? -1 : text.length);
    return Buffer.concat([length, text]);
  });
  const body = Buffer.concat(fields);
  const head = Buffer.alloc(7);
  head.write('D', 'latin1');
  head.writeUInt32BE(6 + body.length, 1);
  head.writeUInt16BE(row.length, 5);
  return Buffer.concat([head, body]);
}
