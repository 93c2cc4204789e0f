// Calls the add-on's functions through google.script.run: a promise each, answers and problems as values.
import { Problem, problemFromBody } from '../../domain/problem.ts';
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

/** Calls a function of the add-on. Throws the Problem it answered, or one that says why Google failed. */
export function call<N extends Name>(
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

/** Google's own failures carry nothing but a message: what each of them means to a person. */
export function failureProblem(message: string): Problem {
  if (/networkerror|connection failure|http 0/i.test(message)) {
    return new Problem(
      'backend_unreachable',
      'The connection to Google broke off. Check the network, then try again.',
      { google: message },
    );
  }
  if (/permission|authoriz/i.test(message)) {
    return new Problem(
      'not_authorized',
      'Google has not allowed the add-on to do this. Open Sheetfeed again from the Extensions menu and allow it.',
      { google: message },
    );
  }
  if (/exceeded maximum execution time|timed? ?out/i.test(message)) {
    return new Problem(
      'sql_timed_out',
      'Google stopped the add-on after six minutes. Ask for fewer rows, then try again.',
      { google: message },
    );
  }
  if (/too many times|quota|rate limit/i.test(message)) {
    return new Problem(
      'quota_used_up',
      "Google's daily allowance for this account is used up. It is renewed within a day.",
      { google: message },
    );
  }
  return new Problem(
    'service_unavailable',
    'Google could not run the add-on just now. Try again in a moment.',
    { google: message },
  );
}
