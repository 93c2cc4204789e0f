// What the playground's program and the simulator's thread send each other.
import type { MessagePort } from 'node:worker_threads';
import type { Notice } from '../simulator/api/drive/channels.ts';
import type { HttpAnswer, HttpCall } from '../simulator/api/http.ts';
import type { Area, Edit, PersonView, PlaygroundEvent } from '../protocol.ts';

export interface WorkerSettings {
  /** The folder of the built add-on: Code.js, sidebar.html, appsscript.json. */
  addon: string;
  /** Where the workbook is kept between two starts. */
  file: string;
  /** Where the server really is; calls of the address that the add-on was built for go there. */
  backend: string;
  persons: PersonView[];
  /** A dialog's answer: a flag, a length, then JSON. */
  dialogAnswer: SharedArrayBuffer;
  /** What comes in by it is answered also while a script waits. */
  google: MessagePort;
  /** Rung when something is there for a thread that waits. */
  bell: SharedArrayBuffer;
}

/** What the program alone makes of them. */
export type GivenSettings = Omit<WorkerSettings, 'dialogAnswer' | 'google' | 'bell'>;

/** A call of the simulated Google as an API, and its answer. */
export interface GoogleCall {
  id: number;
  call: HttpCall;
}

export interface GoogleAnswer {
  id: number;
  /** null: the simulator itself failed. */
  answer: HttpAnswer | null;
}

/** Room for a dialog's answer, with eight bytes for its flag and its length. */
export const answerBytes = 64 * 1024;

/** Identity tokens by the person's id. */
export type Tokens = Record<string, string>;

/** `at` is the wall clock of the spreadsheet: 2027-03-28T08:00; `by` is in milliseconds. */
export type Until = 'now' | { by: number } | { at: string } | { instant: number };

export type Ask =
  | { ask: 'ready' | 'view' | 'sidebarHtml' | 'closeSidebar' | 'save' | 'reset' }
  | { ask: 'rows'; tab: number; from: number; to: number }
  | { ask: 'copy'; tab: number; area: Area }
  | { ask: 'edit'; edit: Edit }
  | { ask: 'call'; functionName: string; args: unknown[]; tokens: Tokens }
  | { ask: 'person'; id: string }
  | { ask: 'open'; id: string }
  | { ask: 'trigger'; id: string; tokens: Tokens }
  /** Runs the next trigger that an edit, or an opening, has fired. */
  | { ask: 'fire'; tokens: Tokens }
  /** Runs the next trigger that is due by then, and puts the clock there; without one, to the time itself. */
  | { ask: 'clock'; until: Until; tokens: Tokens };

export interface ToWorker {
  id: number;
  ask: Ask;
}

export type FromWorker =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; message: string }
  /** To be posted to whoever watches a file. */
  | { notice: Notice }
  | PlaygroundEvent;
