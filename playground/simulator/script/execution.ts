// One execution of a script: what it may do, what it has done, and the writes that wait.
import type { Clock } from './clock.ts';
import type { GoogleState } from './google-state.ts';
import { SheetsError } from '../errors.ts';
import type { Manifest, Person, FetchRequest, FetchResponse } from './script-settings.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type { UserInterface } from './user-interface.ts';
import type { Objects } from './services/objects.ts';

export type AuthMode = 'NONE' | 'LIMITED' | 'FULL' | 'CUSTOM_FUNCTION';

/** One call to a Google service. */
export interface ServiceCall {
  /** Such as Range.setValues. */
  name: string;
  cellsRead: number;
  cellsWritten: number;
}

/** Thrown through the script when Google would simply stop it; the script cannot go on after it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface ExecutionSettings {
  workbook: Workbook | null;
  /** Workbooks by id, for openById. */
  workbooks: Map<string, Workbook>;
  state: GoogleState;
  manifest: Manifest;
  person: Person;
  clock: Clock;
  ui: UserInterface | null;
  html: Record<string, string>;
  fetch: (request: FetchRequest) => FetchResponse;
  authMode: AuthMode;
  stopAfter: StopAfter | null;
  onCall: (call: ServiceCall) => void;
  log: (line: string) => void;
  /** Called while a lock is waited for: others may go on meanwhile. */
  onWait: () => void;
  msPerCall: number;
}

export interface StopAfter {
  call: number;
  /** Whether the writes that Google had not carried out yet are lost. */
  losesWrites: boolean;
}

/** developers.google.com/apps-script/guides/services/quotas */
const maxRuntimeMs = 6 * 60 * 1000;

const texts: Record<string, string> = {
  spreadsheets: 'https://www.googleapis.com/auth/spreadsheets',
  currentonly: 'https://www.googleapis.com/auth/spreadsheets.currentonly',
};

export class Execution {
  readonly id = Symbol('execution');
  readonly calls: ServiceCall[] = [];
  objects: Objects;
  readonly startedAt: number;
  /** What the script did that the simulator does not know; reported even when the script hides it. */
  readonly notSimulated: Error[] = [];
  stopped: Stopped | null = null;
  private waiting: (() => void)[] = [];

  constructor(
    readonly settings: ExecutionSettings,
    objectsOf: (execution: Execution) => Objects,
  ) {
    this.objects = objectsOf(this);
    this.startedAt = settings.clock.now();
  }

  get workbook(): Workbook | null {
    return this.settings.workbook;
  }

  /** To be called at the start of every service call. */
  enter(name: string): ServiceCall {
    if (this.stopped) throw this.stopped;
    this.settings.clock.advance(this.settings.msPerCall);
    if (this.settings.clock.now() - this.startedAt > maxRuntimeMs) {
      this.stop('Exceeded maximum execution time', false);
    }
    const call = { name, cellsRead: 0, cellsWritten: 0 };
    this.calls.push(call);
    this.settings.onCall(call);
    return call;
  }

  /** To be called at the end of every service call. */
  leave(): void {
    const { stopAfter } = this.settings;
    if (stopAfter && this.calls.length >= stopAfter.call) {
      this.stop(`Stopped after call ${stopAfter.call}`, stopAfter.losesWrites);
    }
  }

  stop(why: string, losesWrites: boolean): never {
    if (losesWrites) this.waiting = [];
    else this.flush();
    this.stopped = new Stopped(why);
    throw this.stopped;
  }

  /** Keeps a write until something reads, or the execution ends: Google batches them. */
  later(write: () => void): void {
    this.waiting.push(write);
  }

  flush(): void {
    const writes = this.waiting;
    this.waiting = [];
    for (const write of writes) write();
  }

  countRead(cells: number): void {
    const call = this.calls.at(-1);
    if (call) call.cellsRead += cells;
  }

  countWritten(cells: number): void {
    const call = this.calls.at(-1);
    if (call) call.cellsWritten += cells;
  }

  hasScope(scope: string): boolean {
    const full = texts[scope] ?? `https://www.googleapis.com/auth/${scope}`;
    const { oauthScopes } = this.settings.manifest;
    const granted = this.settings.person.grantedScopes ?? oauthScopes;
    const wanted = scope === 'openid' ? 'openid' : full;
    return oauthScopes.includes(wanted) && granted.includes(wanted);
  }

  /** Throws Google's text when none of the scopes is granted. */
  needScope(method: string, scopes: string[]): void {
    if (scopes.some((scope) => this.hasScope(scope))) return;
    const list = scopes.map((scope) => texts[scope] ?? `https://www.googleapis.com/auth/${scope}`);
    const required = list.length === 1 ? (list[0] ?? '') : `(${list.join(' || ')})`;
    throw new SheetsError(
      `Specified permissions are not sufficient to call ${method}. Required permissions: ${required}`,
    );
  }

  /** Throws what a script meets that asks for more than its mode allows. */
  needMode(method: string, modes: AuthMode[]): void {
    if (modes.includes(this.settings.authMode)) return;
    throw new SheetsError(`You do not have permission to call ${method}.`);
  }
}
