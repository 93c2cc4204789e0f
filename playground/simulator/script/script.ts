// Runs an Apps Script project: its code in a bare context over the simulated services.
import vm from 'node:vm';
import { realClock, type Clock } from './clock.ts';
import { Execution, type AuthMode, type ServiceCall, type StopAfter } from './execution.ts';
import { GoogleState, type SavedTrigger } from './google-state.ts';
import { eventOf, firedBy, type PersonsAct } from './person-acts.ts';
import { Realm } from './realm.ts';
import { copyForRun, isCallable } from './script-run.ts';
import type { FetchRequest, FetchResponse, Manifest, Person } from './script-settings.ts';
import { objectsOf, servicesOf } from './services/google.ts';
import { UserInterface } from './user-interface.ts';
import type { Workbook } from '../workbook/workbook.ts';

export interface ScriptSettings {
  /** The open spreadsheet; null as in a script without one. */
  workbook: Workbook | null;
  code: string;
  /** Pages by file name, without `.html`. */
  html?: Record<string, string>;
  manifest: Manifest;
  person: Person;
  clock?: Clock;
  /** Carries out a request, at once; throws when the server cannot be reached. */
  fetch?: (request: FetchRequest) => FetchResponse;
  /** What Google keeps between executions; share it between the scripts of several persons. */
  state?: GoogleState;
  /** Further spreadsheets, for openById. */
  workbooks?: Map<string, Workbook>;
  /** The screen of the person at the keyboard; share it to go on seeing it as another person. */
  ui?: UserInterface;
  /** Time that each call to a service takes on the simulated clock. */
  msPerCall?: number;
}

export interface CallSettings {
  authMode?: AuthMode;
  /** Whether a person sits at the keyboard; false in triggers. */
  ui?: boolean;
  /** Whether a clock trigger sees the spreadsheet (not settled; see reference on triggers). */
  spreadsheet?: boolean;
}

/** What a script printed, called and showed is kept until `forget`. */
export class Script {
  readonly ui: UserInterface;
  readonly state: GoogleState;
  readonly clock: Clock;
  readonly callLog: ServiceCall[] = [];
  readonly logs: string[] = [];
  person: Person;
  /** Called before each call to a service: lets a test interleave another person's execution. */
  onCall: (call: ServiceCall) => void = () => undefined;
  /** Called each time that a script waits for a lock. */
  onWait: () => void = () => undefined;
  private readonly settings: ScriptSettings;
  private readonly program: vm.Script;
  private stop: StopAfter | null = null;

  constructor(settings: ScriptSettings) {
    this.settings = settings;
    this.ui = settings.ui ?? new UserInterface();
    this.person = settings.person;
    this.state = settings.state ?? new GoogleState();
    this.clock = settings.clock ?? realClock;
    this.program = new vm.Script(settings.code, { filename: 'Code.js' });
  }

  /** The same project as another person runs it, over the same spreadsheet and state. */
  as(person: Person): Script {
    const { ui: _ui, ...settings } = this.settings;
    return new Script({ ...settings, person, state: this.state, clock: this.clock });
  }

  /** Ends the next execution right after its nth call to a service; writes that wait may be lost. */
  stopAfterCall(call: number, { losesWrites = false } = {}): void {
    this.stop = { call, losesWrites };
  }

  /**
   * Calls a function of the script in a fresh context, as each of Google's executions is one. Throws
   * what the script throws, `Stopped` when Google stopped it, and an error that names what the
   * simulator lacks, even when the script caught it.
   */
  call(name: string, args: unknown[] = [], settings: CallSettings = {}): unknown {
    return this.carryOut(name, () => args, settings);
  }

  private carryOut(
    name: string,
    argsIn: (execution: Execution) => unknown[],
    settings: CallSettings,
  ): unknown {
    const execution = this.execution(settings);
    try {
      const answer = this.run(execution, name, argsIn(execution));
      throwHidden(execution);
      if (execution.stopped) throw execution.stopped;
      execution.flush();
      return toHost(answer);
    } catch (error) {
      throwHidden(execution);
      if (execution.stopped) throw execution.stopped;
      execution.flush();
      throw toHostError(error);
    } finally {
      this.state.releaseLocksOf(execution.id);
    }
  }

  /** Calls as google.script.run does, by its rules for arguments and answers. */
  runFromPage(name: string, args: unknown[] = []): unknown {
    if (!isCallable(name)) throw new Error(`Script function not found: ${name}`);
    return copyForRun(this.call(name, args.map(copyForRun)));
  }

  /** Opens the spreadsheet: calls onOpen in the given mode; NONE is an add-on not yet used in the file. */
  open(authMode: AuthMode = 'NONE'): void {
    this.ui.menus = [];
    this.call('onOpen', [{ authMode }], { authMode });
  }

  /** Clicks the menu item with the caption. */
  clickMenu(caption: string): void {
    const items = this.ui.menus.flatMap((menu) =>
      menu.items.flatMap((item) => [item, ...(item.items ?? [])]),
    );
    const item = items.find((one) => one.caption === caption);
    if (!item) throw new Error(`There is no menu item “${caption}”.`);
    this.call(item.handler);
  }

  /**
   * Fires a trigger without a person at the keyboard; one that tells of what somebody did with that. The script has to be
   * that of the trigger's owner: "installable triggers always run under the account of the person who created them".
   */
  fireTrigger(
    trigger: SavedTrigger,
    { act = null, ...settings }: CallSettings & { act?: PersonsAct | null } = {},
  ): void {
    if (trigger.spreadsheetId !== this.settings.workbook?.id)
      throw new Error('A trigger fires in the file that it was made in, and in no other.');
    const args = (execution: Execution) => [eventOf(execution, trigger, act)];
    this.carryOut(trigger.handler, args, { ui: false, ...settings });
  }

  /** The triggers that a person's act fires in this spreadsheet. */
  firedBy(act: PersonsAct): SavedTrigger[] {
    const spreadsheetId = this.settings.workbook?.id ?? '';
    return firedBy(act, { triggers: this.state.triggers, spreadsheetId });
  }

  get triggers(): SavedTrigger[] {
    return this.state.triggers;
  }

  forget(): void {
    this.callLog.length = 0;
    this.logs.length = 0;
  }

  private execution({ authMode = 'FULL', ui = true, spreadsheet = true }: CallSettings): Execution {
    const {
      workbook,
      manifest,
      html = {},
      fetch = unreachable,
      workbooks,
      msPerCall = 0,
    } = this.settings;
    const known = workbooks ?? new Map<string, Workbook>();
    if (workbook) known.set(workbook.id, workbook);
    const stopAfter = this.stop;
    this.stop = null;
    const settings = {
      ...{ manifest, html, fetch, msPerCall, authMode, stopAfter, workbooks: known },
      workbook: spreadsheet ? workbook : null,
      state: this.state,
      person: this.person,
      clock: this.clock,
      ui: ui ? this.ui : null,
      onCall: (call: ServiceCall) => {
        this.callLog.push(call);
        this.onCall(call);
      },
      onWait: () => this.onWait(),
      log: (line: string) => void this.logs.push(line),
    };
    return new Execution(settings, objectsOf);
  }

  private run(execution: Execution, name: string, args: unknown[]): unknown {
    const realm = new Realm(execution, this.clock);
    for (const [global, service] of Object.entries(servicesOf(execution)))
      realm.define(global, service);
    realm.define(
      'console',
      consoleOf((line) => this.logs.push(line)),
    );
    this.program.runInContext(realm.context);
    const found: unknown = realm.context[name];
    if (typeof found !== 'function') throw new Error(`Script function not found: ${name}`);
    return (found as (...given: unknown[]) => unknown)(...args.map((arg) => realm.toScript(arg)));
  }
}

export function createScript(settings: ScriptSettings): Script {
  return new Script(settings);
}

function unreachable({ url }: FetchRequest): FetchResponse {
  throw new Error(`Nothing answers ${url}: the simulation was made without fetch.`);
}

function consoleOf(print: (line: string) => void): Record<string, (...parts: unknown[]) => void> {
  const write = (...parts: unknown[]) => print(parts.map(String).join(' '));
  return { log: write, info: write, warn: write, error: write };
}

function throwHidden({ notSimulated }: Execution): void {
  const [first] = notSimulated;
  if (first) throw first instanceof Error ? first : toHostError(first);
}

/** A copy of a script's answer in our own realm; what is no plain data stays out. */
function toHost(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' ? undefined : value;
  if (Object.prototype.toString.call(value) === '[object Date]')
    return new Date((value as Date).getTime());
  if (Array.isArray(value)) return value.map(toHost);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toHost(part)]));
}

/** The error of the script as one of ours, with its name and stack. */
function toHostError(error: unknown): unknown {
  if (error instanceof Error || typeof error !== 'object' || error === null) return error;
  const { message, name, stack } = error as Partial<Error>;
  return Object.assign(new Error(String(message)), { name: String(name), stack: String(stack) });
}
