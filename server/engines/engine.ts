// The seam between Sheetfeed and a kind of database: all that an engine does for a data source. Whoever writes another
// engine fills in this file's two interfaces and passes test/engines/conformance.ts.
import type { Parameter } from '../../domain/contract/parameter.ts';
import type {
  Explanation,
  Literal,
  MeasuredPlan,
  SourceSchema,
} from '../../domain/contract/schema.ts';
import type { Sentences } from '../../domain/contract/teaching/sentences.ts';
import type { Inside } from '../../domain/contract/teaching/inside.ts';
import type { OpenShape } from '../../domain/teaching/open-shape.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import type { CheckedValue } from './checked-value.ts';
import type { ColumnOrigin, NamedColumns, NamedTable } from './named.ts';
import type { SheetRows } from '../../domain/sheet-tables/sheet-rows.ts';
import type { SheetTables, SheetTableUse } from './sheet-tables.ts';
import type { RowColumn, RowSink, RunOutcome } from './rows.ts';
import type { Clock, Stop } from './stop.ts';

/** A kind of database. */
export interface Engine {
  /** As SOURCE_<NAME>_ENGINE names it. */
  readonly name: string;
  /** The beginnings of its addresses, such as `postgres:`. */
  readonly schemes: readonly string[];
  /** Opens a data source. Connects to nothing yet, and does not throw for a database that is away. */
  open(setting: SourceSetting, options: OpenOptions): EngineSource;
  /** Ends what all of its sources share. */
  close(): Promise<void>;
}

/** What an operator says of one data source. */
export interface SourceSetting {
  name: string;
  /** One for each server of the source, in any order: the engine finds out which is the primary. */
  urls: readonly string[];
  /** An engine's name; by default that of the first URL's scheme. */
  engine?: string;
  /** Run even though the role could write. */
  allowWriter: boolean;
  /** Use the primary while no follower can be used; by default where one URL was given at the start. */
  allowPrimary?: boolean;
  /** The database's own functions that queries may call, as `schema.name`. */
  allowFunctions?: readonly string[];
  /** A follower that lags more is passed over. */
  maxLagSeconds?: number;
  /** False: no result of it is ever kept for another request. */
  cache?: boolean;
}

export interface OpenOptions {
  /** Runs on each server at the same time. */
  maxConnections: number;
  /** The time limit that most runs have; 0 is none. */
  timeoutSeconds: number;
}

/** One data source. Everything that is asked of its database on behalf of a member is asked through this. */
export interface EngineSource {
  /** Tells it from every other source, also from one that had its name before. Holds no secret. */
  readonly identity: string;
  /** How many runs may go at once on all of its servers. */
  readonly capacity: number;
  /** What is known of its servers, in the order of their addresses. Asks nothing. */
  readonly servers: readonly ServerState[];

  /** Adds a server, known from the moment on that it answers. */
  addServer(url: string): Promise<void>;

  /** Looks at the source as a run would: may it be used, and what should its operator know. Does not throw. */
  look(): Promise<SourceLook>;

  /**
   * Reads a query's text and refuses what is not one statement that only reads, as far as the text tells. Asks no
   * server. `declared` names its parameters; null takes every candidate for one. `sheet.<name>` is the sheet table where
   * `sheetTables` knows one, else whatever it is to the database: an engine that can read none refuses it.
   * Throws Problem sql_invalid, sql_not_allowed, unknown_parameter, service_unavailable.
   */
  read(
    sql: string,
    declared: readonly string[] | null,
    sheetTables?: SheetTables,
  ): Promise<ReadText>;

  /**
   * The tables and views that a text names, as it writes them; what it calls so itself (WITH) is none. An engine without it
   * does not tell. Asks no server.
   */
  tablesIn?(reading: ReadText): NamedTable[];

  /** The same with the columns of each that the text names. Throws what `read` throws. */
  columnsIn?(sql: string, declared: readonly string[]): Promise<NamedColumns[]>;

  /**
   * The columns of a result that are a column of a table, unchanged. An engine without it does not tell. Executes nothing.
   * Throws as `execute` does.
   */
  origins?(text: EngineText, turn: HeldTurn): Promise<ColumnOrigin[]>;

  /** The literals of a text that could become parameters. Throws what `read` throws. */
  literals(sql: string, parameters: readonly Parameter[]): Promise<Literal[]>;

  /**
   * What a text does, part by part in plain sentences that are true; what cannot be said simply is shown. Only names
   * what the text names. An engine without it tells nothing. Throws what `read` throws.
   */
  sentences?(sql: string, parameters: readonly Parameter[]): Promise<ToldText>;

  /**
   * The text that selects from what `sql` gives. An engine without it has no variations. Asks nobody: what does not
   * fit the result is refused when the text is read or runs.
   */
  select?(sql: string, selection: Selection): string;

  /**
   * What of a text could be varied before it puts rows together. An engine without it varies nothing inside. `declared`
   * as for `read`. Throws what that throws.
   */
  openings?(sql: string, declared: readonly string[] | null): Promise<OpenShape>;

  /**
   * The text with what is changed inside it, where its shape (which `openings` gave) has that. Asks nobody: that a column is
   * there, and fits, the database says. Throws Problem invalid_request for what the shape does not have.
   */
  vary?(sql: string, inside: Inside, shape: OpenShape): string;

  /**
   * Runs a statement that was read, read-only, and hands its rows to the sink; cuts after `truncateAt` rows, stops when
   * `stop` says so, and leaves nothing behind in a session. Tries again where that may end better, as long as no row
   * came. Throws the problem that it was stopped for, Problem source_unavailable and source_refused, result_too_large,
   * and Failure for what the database itself says.
   */
  execute(run: EngineRun, turn: HeldTurn): Promise<RunOutcome>;

  /**
   * The columns that a text would give and the parameters that it takes, those not declared with a type that fits.
   * Executes nothing of it. Throws as `execute` does.
   */
  describe(text: EngineText, turn: HeldTurn): Promise<EngineDescription>;

  /** How the database would run the text, in words. Executes nothing of it. Throws as `execute` does. */
  explain(text: EngineText & Valued, turn: HeldTurn): Promise<Explanation>;

  /** The plan that `execute` gives of a run that is measured. An engine without it measures none. */
  measuredPlan?(text: string): MeasuredPlan;

  /** The tables and columns that queries may read. Throws as `execute` does. */
  schema(stop: Stop, turn: HeldTurn): Promise<Omit<SourceSchema, 'source'>>;

  /** What a Failure is to a caller; any other error is given back as it is. */
  problemOf(error: unknown, told: FailureContext): unknown;

  /** Closes its connections. */
  close(): void;
}

export type ToldText = Pick<Sentences, 'marks' | 'parts'>;

/** A text that an engine has read; what else it knows of it is its own. */
export interface ReadText {
  /** As it is sent: the same for texts that ask for the same. */
  readonly text: string;
  /** The parameters that it uses, in the order in which their values are bound. */
  readonly names: readonly string[];
  /** The sheet tables that it reads, in the order in which their rows are given. */
  readonly sheetTables: readonly SheetTableUse[];
}

export interface EngineText {
  reading: ReadText;
  /** Those that the text uses, in the order of `reading.names`. */
  parameters: readonly Parameter[];
  /** Parameters whose types the author chose; the others are guessed. */
  declared: readonly Parameter[];
  /** IANA name. */
  timeZone: string;
  stop: Stop;
}

export interface EngineDescription {
  columns: readonly RowColumn[];
  /** Parameters as the text uses them, in order, each with its declaration or a guess at one. */
  parameters: Parameter[];
}

export interface Valued {
  /** In the order of the parameters. */
  values: readonly CheckedValue[];
  /** A result of more rows is not given. */
  maxRows: number;
  /** In the order of the sheet tables; none: they are taken to be empty. */
  sheetRows: readonly SheetRows[];
}

export interface EngineRun extends Omit<EngineText, 'declared'> {
  values: readonly CheckedValue[];
  /** In the order of the sheet tables: bound to the one statement, and read by nothing else. */
  sheetRows: readonly SheetRows[];
  limits: RunLimits;
  /** The result is cut after so many rows. */
  truncateAt: number;
  askedAt: Date;
  /** Executed for its plan with the times of its steps, which comes in the place of its rows: one row of one field. */
  measured?: boolean;
  /** Paused while a slow reader makes the database wait. */
  clock: Clock;
  sink: RowSink;
}

export interface RunLimits {
  timeoutSeconds: number;
  maxRows: number;
  maxBytes: number;
}

/** A member's turn on a source, as the engine that works in it sees it. */
export interface HeldTurn {
  /** Holds the turn until what a session did is over, for which nobody else waits. */
  holdFor(givenBack: Promise<Lingering | null>): void;
}

/** A process of the database that works on although nobody waits for it any more and it cannot be stopped. */
export interface Lingering {
  processId: number;
  /** What it is, and what an operator could do, in a sentence or two. */
  advice: string;
  ended: Promise<void>;
}

/** What ended an execution, not yet told as a problem: that depends on who asks. */
export class Failure extends Error {
  override name = 'Failure';
  readonly reason: unknown;
  readonly phase: 'prepare' | 'execute';

  constructor(reason: unknown, phase: 'prepare' | 'execute') {
    super('the execution failed');
    this.reason = reason;
    this.phase = phase;
  }
}

/** For whom a failure is told, and of which text. */
export interface FailureContext {
  /** As its author wrote it. */
  sql: string;
  reading: ReadText;
  /** True for authors and admins: error texts may hold rows of the database. */
  tellsAll: boolean;
  sourceName: string;
}

export type ServerRole = 'primary' | 'follower' | 'unknown';

export interface ServerState {
  readonly role: ServerRole;
  readonly healthy: boolean;
  /** Of a follower, where it is known. */
  readonly lagSeconds: number | null;
}

export interface SourceLook {
  /** Why no run could start now, as a sentence; null when one could. */
  problem: string | null;
  /** Sentences for the operator. */
  warnings: string[];
  /** With the reason why one does not answer; null when it does. */
  servers: (ServerState & {
    reason: string | null;
    /** It does answer, but lets nobody in by this address. */
    refused: boolean;
  })[];
}
