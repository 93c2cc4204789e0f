// PostgreSQL as an engine: what engine.ts promises, each by the room that does it.
import { describe } from './authoring/describe.ts';
import { columnsNamedIn } from './authoring/named-columns.ts';
import { originsOf } from './authoring/origins.ts';
import { explain } from './authoring/explain.ts';
import { selectFrom } from './authoring/selection.ts';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type {
  Explanation,
  Literal,
  MeasuredPlan,
  SourceSchema,
} from '../../../domain/contract/schema.ts';
import type { Inside } from '../../../domain/contract/teaching/inside.ts';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import type {
  Engine,
  EngineDescription,
  EngineRun,
  EngineSource,
  EngineText,
  FailureContext,
  HeldTurn,
  OpenOptions,
  ReadText,
  SourceLook,
  SourceSetting,
  ToldText,
  Valued,
} from '../engine.ts';
import type { ColumnOrigin, NamedColumns, NamedTable } from '../named.ts';
import { ENGINES } from '../../settings/engines.ts';
import type { RunOutcome } from '../rows.ts';
import type { SheetTables } from '../sheet-tables.ts';
import type { Stop } from '../stop.ts';
import { measuredPlan } from './authoring/measured-plan.ts';
import { readSchema } from './authoring/schema.ts';
import { openingsIn } from './openings/openings.ts';
import { splice } from './openings/splice.ts';
import { closedShape, type OpenShape } from '../../../domain/teaching/open-shape.ts';
import { readStatement } from './guard/text-guard.ts';
import { isTellable, sentencesOf } from './sentences/sentences.ts';
import type { Server } from './servers/server.ts';
import { Servers } from './servers/servers.ts';
import { execute } from './statement/execution.ts';
import { createParser, type Parser, type Reading } from './statement/parser.ts';
import { problemOf } from './statement/problems.ts';

/** Its sources share one parser, which starts at its first use. */
export function createPostgres(parser: Parser = createParser()): Engine {
  return {
    name: 'postgres',
    schemes: ENGINES.postgres.schemes,
    open: (setting, options) => new PostgresSource(setting, options, parser),
    close: () => parser.close(),
  };
}

export class PostgresSource implements EngineSource {
  readonly identity: string;
  readonly #servers: Servers;
  readonly #parser: Parser;
  readonly #connections: number;

  constructor(setting: SourceSetting, options: OpenOptions, parser: Parser) {
    this.identity = JSON.stringify([setting.name, ...setting.urls.map(placeOf).sort()]);
    this.#servers = new Servers(setting, options, (sql) => readStatement(parser, sql, []));
    this.#parser = parser;
    this.#connections = options.maxConnections;
  }

  get servers(): readonly Server[] {
    return this.#servers.all;
  }

  get capacity(): number {
    return this.#connections * this.servers.length;
  }

  addServer(url: string): Promise<void> {
    return this.#servers.add(url);
  }

  look(): Promise<SourceLook> {
    return this.#servers.look();
  }

  read(
    sql: string,
    declared: readonly string[] | null,
    sheetTables?: SheetTables,
  ): Promise<Reading> {
    return readStatement(this.#parser, sql, declared, sheetTables);
  }

  tablesIn(reading: ReadText): NamedTable[] {
    const { relations } = ownReading(reading).growth;
    return relations
      .filter(({ references }) => references > 0)
      .map(({ schema, name }) => ({ schema, name }));
  }

  async columnsIn(sql: string, declared: readonly string[]): Promise<NamedColumns[]> {
    const reading = await this.read(sql, declared);
    const tables = this.tablesIn(reading);
    if (!isTellable(sql, reading)) return tables.map((table) => ({ ...table, columns: [] }));
    const { tree } = await this.#parser.dissect(sql, reading);
    return columnsNamedIn(tree.stmts?.[0]?.stmt, tables);
  }

  origins(text: EngineText, turn: HeldTurn): Promise<ColumnOrigin[]> {
    return originsOf(this.#servers, { ...text, reading: ownReading(text.reading) }, turn);
  }

  // Only a text that could run is looked at.
  async literals(sql: string, parameters: readonly Parameter[]): Promise<Literal[]> {
    const reading = await this.read(sql, null);
    const taken = [...parameters.map(({ name }) => name), ...reading.names];
    return this.#parser.literals(sql, reading, taken);
  }

  async sentences(sql: string, parameters: readonly Parameter[]): Promise<ToldText> {
    const declared = parameters.map(({ name }) => name);
    const reading = await this.read(sql, declared);
    if (!isTellable(sql, reading)) return { marks: [], parts: [] };
    return sentencesOf(await this.#parser.dissect(sql, reading), reading, parameters);
  }

  select(sql: string, selection: Selection): string {
    return selectFrom(sql, selection);
  }

  async openings(sql: string, declared: readonly string[] | null): Promise<OpenShape> {
    const reading = await this.read(sql, declared);
    if (!isTellable(sql, reading)) return closedShape('The query is too long to be varied inside.');
    return openingsIn(sql, reading, async (text) => {
      const read = await this.#parser.read(text, declared);
      return read.error === null ? this.#parser.dissect(text, read) : null;
    });
  }

  vary(sql: string, inside: Inside, shape: OpenShape): string {
    return splice(sql, inside, shape);
  }

  execute(run: EngineRun, turn: HeldTurn): Promise<RunOutcome> {
    return execute(this.#servers, { ...run, reading: ownReading(run.reading) }, turn);
  }

  describe(text: EngineText, turn: HeldTurn): Promise<EngineDescription> {
    return describe(this.#servers, { ...text, reading: ownReading(text.reading) }, turn);
  }

  explain(text: EngineText & Valued, turn: HeldTurn): Promise<Explanation> {
    return explain(this.#servers, { ...text, reading: ownReading(text.reading) }, turn);
  }

  measuredPlan(text: string): MeasuredPlan {
    return measuredPlan(text);
  }

  schema(stop: Stop, turn: HeldTurn): Promise<Omit<SourceSchema, 'source'>> {
    return readSchema(this.#servers, stop, turn);
  }

  problemOf(error: unknown, { reading, ...context }: FailureContext): unknown {
    return problemOf(error, { ...context, reading: ownReading(reading) });
  }

  close(): void {
    this.#servers.close();
  }
}

// Without the password, which may be changed.
function placeOf(url: string): string {
  return url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1@');
}

// Whoever holds a text that was read here gives it back here.
function ownReading(reading: ReadText): Reading {
  if ('places' in reading) return reading as Reading;
  throw new Error('the text was read by another engine');
}
