// Calls the add-on's functions through google.script.run: a promise each, answers and problems as values.
import { Problem, problemFromBody } from '../../domain/problem.ts';
import type { ProblemCode } from '../../domain/problem.ts';
import type { Answer, SidebarFunctions } from '../sidebar-functions.ts';

type Name = keyof SidebarFunctions;
export type ValueOf<N extends Name> =
  ReturnType<SidebarFunctions[N]> extends Answer<infer Value> ? Value : never;

interface Runner {
  withSuccessHandler(handler: (answer: unknown) => void): Runner;
  withFailureHandler(handler: (error: { message?: string }) => void): Runner;
  [name: string]: (...args: never[]) => unknown;
}

declare const google: { script: { run: Runner } };

/** As long as the sidebar waits by itself for a busy server. */
const longestWaitSeconds = 120;
const mostWaits = 3;

/**
 * Calls a function of the add-on. A server that is too busy says when to come back: the call waits that long, which
 * `onBusy` tells, and is made again. Throws the Problem it answered, or one that says why Google failed.
 */
export async function call<N extends Name>(
  name: N,
  ...args: Parameters<SidebarFunctions[N]>
): Promise<ValueOf<N>> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await callOnce(name, ...args);
    } catch (error) {
      const seconds = waits < mostWaits ? secondsToWait(error) : null;
      if (seconds === null) throw error;
      await waitForServer(seconds);
    }
  }
}

function secondsToWait(error: unknown): number | null {
  if (!(error instanceof Problem) || error.code !== 'rate_limited') return null;
  const seconds = error.extras.retryAfterSeconds;
  return seconds !== undefined && seconds <= longestWaitSeconds ? seconds : null;
}

type BusyListener = (until: number | null) => void;
let busyListener: BusyListener = () => undefined;

/** Tells until when (ms since 1970) the server is waited for; null when it no longer is. */
export function onBusy(listener: BusyListener): void {
  busyListener = listener;
}

async function waitForServer(seconds: number): Promise<void> {
  busyListener(Date.now() + seconds * 1000);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  busyListener(null);
}

function callOnce<N extends Name>(
  name: N,
  ...args: Parameters<SidebarFunctions[N]>
): Promise<ValueOf<N>> {
  return new Promise((resolve, reject) => {
    const runner = google.script.run
      .withSuccessHandler((answer) => {
        // The border to the add-on: its types are agreed in sidebar-functions.ts.
        const { ok, ...rest } = (answer ?? {}) as Partial<Answer<ValueOf<N>>> & { ok?: boolean };
        if (ok && 'value' in rest) resolve(rest.value as ValueOf<N>);
        else reject(answeredProblem('problem' in rest ? rest.problem : null));
      })
      .withFailureHandler((error) => reject(failureProblem(error?.message ?? '')));
    const run = runner[name] as ((...given: unknown[]) => void) | undefined;
    if (run) run.apply(runner, args);
    else reject(outdated());
  });
}

function answeredProblem(body: unknown): Problem {
  return (
    problemFromBody(body) ??
    new Problem(
      'internal',
      'The add-on gave an answer that this sidebar does not know. Reload the spreadsheet.',
    )
  );
}

function outdated(): Problem {
  return new Problem(
    'addon_outdated',
    'This sidebar and the add-on do not fit together. Reload the spreadsheet.',
  );
}

/** What each of Google's own failures means to a person: they carry nothing but a message. The first that fits counts. */
const FAILURES: { text: RegExp; code: ProblemCode; detail: string }[] = [
  {
    text: /networkerror|connection failure|http 0/i,
    code: 'backend_unreachable',
    detail: 'The connection to Google broke off. Check the network, then try again.',
  },
  {
    // Two accounts in one browser: https://issuetracker.google.com/issues/69270374
    text: /reading from storage|authorization is required/i,
    code: 'not_authorized',
    detail:
      'Google mixed up the accounts that are signed in to this browser. Open the spreadsheet in a private window, or in a browser profile where only your work account is signed in.',
  },
  {
    text: /administrator|your admin|access_denied|is blocked/i,
    code: 'not_authorized',
    detail:
      'Your Google Workspace administrator has blocked this add-on. Ask them to allow Sheetfeed; the values in the sheet stay.',
  },
  {
    text: /permission|authoriz/i,
    code: 'not_authorized',
    detail:
      'Google has not allowed the add-on to do this. Open Sheetfeed again from the Extensions menu and allow it.',
  },
  {
    text: /exceeded maximum execution time|timed? ?out/i,
    code: 'sql_timed_out',
    detail: 'Google stopped the add-on after six minutes. Ask for fewer rows, then try again.',
  },
  {
    text: /too many times|quota|rate limit/i,
    code: 'quota_used_up',
    detail:
      "Google's daily allowance for this account is used up. It is renewed within a day; a colleague can refresh in the meantime.",
  },
];

/** The problem that a failure of Google's is. */
export function failureProblem(message: string): Problem {
  const known = FAILURES.find(({ text }) => text.test(message));
  const { code, detail } = known ?? {
    code: 'service_unavailable',
    detail: 'Google could not run the add-on just now. Try again in a moment.',
  };
  return new Problem(code, detail, { google: message });
}
