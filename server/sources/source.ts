// One data source: its engine, and the turns of those who run on it.
import { Problem } from '../../domain/problem.ts';
import type { EngineSource, HeldTurn, Lingering, SourceSetting } from '../engines/engine.ts';
import { cancelled, type Stop } from '../engines/stop.ts';
import type { Log } from '../log.ts';
import type { Tally } from './tally.ts';
import { NoTurn, Turns, type Turn } from './turns.ts';

export interface SourceOptions {
  /** Runs of one member on one source at the same time; more wait. */
  maxRunsPerMember?: number | undefined;
  /** Asked before each turn; what it throws refuses it. */
  beforeTurn?: (() => void) | undefined;
  /** Where to tell of runs that the database cannot stop. */
  log?: Log | undefined;
  /** The runs of each member on all sources that nothing can end. */
  stuckAnywhere?: Tally | undefined;
}

/** A run that the database cannot stop. */
export interface StuckRun {
  member: string;
  processId: number;
  /** When it was found so. */
  since: Date;
}

/** Whose turn, and how long it may be waited for. */
export interface AskedTurn {
  member: string;
  stop: Stop;
  withinSeconds: number;
}

const DEFAULT_RUNS_PER_MEMBER = 5;

export class Source {
  readonly name: string;
  readonly setting: SourceSetting;
  readonly engine: EngineSource;
  readonly turns: Turns;
  /** Those that work on now. */
  readonly stuckRuns = new Set<StuckRun>();
  readonly #log: Log | null;
  readonly #beforeTurn: () => void;

  constructor(setting: SourceSetting, engine: EngineSource, options: SourceOptions) {
    this.name = setting.name;
    this.setting = setting;
    this.engine = engine;
    this.#log = options.log ?? null;
    this.#beforeTurn = options.beforeTurn ?? (() => {});
    const { maxRunsPerMember = DEFAULT_RUNS_PER_MEMBER, stuckAnywhere } = options;
    this.turns = new Turns(engine.capacity, maxRunsPerMember, undefined, stuckAnywhere);
  }

  /** Adds a server, known from the moment on that it answers. */
  async addServer(url: string): Promise<void> {
    await this.engine.addServer(url);
    this.turns.capacity = this.engine.capacity;
    this.turns.startNext();
  }

  /**
   * Waits for the member's turn and works in it. It ends once what the work's sessions did is over, for which nobody
   * need wait. Throws what `work` throws, the problem that `stop` was called with, Problem source_unavailable or
   * rate_limited when no turn came, what refuses all turns, and source_unavailable where every turn is held by what the database cannot stop.
   */
  async inTurn<T>(asked: AskedTurn, work: (turn: HeldTurn) => Promise<T>): Promise<T> {
    const { member } = asked;
    this.#beforeTurn();
    const turn = await this.#take(asked);
    const givenBack: Promise<Lingering | null>[] = [];
    try {
      return await work({ holdFor: (ending) => givenBack.push(ending) });
    } finally {
      void this.#endTurn(turn, givenBack, member);
    }
  }

  async #take({ member, stop, withinSeconds }: AskedTurn): Promise<Turn> {
    stop.throwIfStopped();
    const turn = this.turns.takeNow(member);
    if (turn) return turn;
    const waiting = new AbortController();
    const late = () => stop.because(this.#noTurn(member, withinSeconds));
    const timer = setTimeout(late, withinSeconds * 1000);
    const unlisten = stop.onStop(() => waiting.abort());
    try {
      return await this.turns.take(member, waiting.signal);
    } catch (error) {
      stop.throwIfStopped();
      throw error instanceof NoTurn ? (this.#stuckFor(member) ?? cancelled()) : error;
    } finally {
      clearTimeout(timer);
      unlisten();
    }
  }

  #noTurn(member: string, seconds: number): Problem {
    return turnsTaken(this.name, { whose: this.turns.fullFor(member), seconds });
  }

  // Why a turn is not worth waiting for: all are held by runs that the database cannot stop. Null when it is.
  #stuckFor(member: string): Problem | null {
    const whose = this.turns.stuckFor(member);
    return whose && turnsStuck(this.name, whose);
  }

  // A backend that goes on holds the turn until it is done, so that nobody piles up what cannot be stopped.
  async #endTurn(
    turn: Turn,
    givenBack: readonly Promise<Lingering | null>[],
    member: string,
  ): Promise<void> {
    for (const backend of await Promise.all(givenBack)) {
      if (backend === null) continue;
      turn.stick();
      const { processId, advice, ended } = backend;
      const about = { source: this.name, member, processId };
      this.#log?.warn(about, advice);
      const stuck: StuckRun = { member, processId, since: new Date() };
      this.stuckRuns.add(stuck);
      await ended;
      this.stuckRuns.delete(stuck);
      this.#log?.info(about, 'The query that could not be stopped is not at work any more.');
    }
    turn.end();
  }

  close(): void {
    this.engine.close();
  }
}

/** No turn will be free soon: everybody's, or this member's, are held by runs that the database cannot stop. */
export function turnsStuck(source: string, whose: 'everybody' | 'member'): Problem {
  const runs = whose === 'member' ? 'Your last runs' : 'All runs that may go at once';
  const detail = `${runs} on ${source} were told to end, but the database still computes them and cannot stop. Try again when one of them is done; if it lasts, tell whoever runs Sheetfeed.`;
  return new Problem('source_unavailable', detail);
}

/** All turns were taken for so long that the run was not started. */
function turnsTaken(
  source: string,
  { whose, seconds }: { whose: 'everybody' | 'member'; seconds: number },
): Problem {
  const retryAfterSeconds = 30;
  if (whose === 'everybody') {
    const detail = `${source} was busy with other queries for ${lengthOf(seconds)}, so this one was not started. Try again in a minute.`;
    return new Problem('source_unavailable', detail, { retryAfterSeconds });
  }
  const detail = `Your other queries on ${source} were still running after ${lengthOf(seconds)}, so this one was not started: only so many run at once. Wait for one of them, or cancel one, then try again.`;
  return new Problem('rate_limited', detail, { retryAfterSeconds });
}

const lengthOf = (seconds: number) => (seconds === 1 ? 'a second' : `${seconds} seconds`);
