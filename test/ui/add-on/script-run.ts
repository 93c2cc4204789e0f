// A stand-in for google.script.run in the page: carries calls to the stand-in for the add-on, late, never or not at
// all as the scenario wants it, and notes each.
import type { Answer, SidebarFunctions } from '../../../addon/sidebar-functions.ts';
import type { ProblemBody } from '../../../domain/problem.ts';
import type { Fixtures } from './fixtures.ts';
import type { Made, Name, Scenario, StandIn } from './scenario.ts';

/** Runs inside the page, before its scripts: it may use nothing from outside itself. */
export function installScriptRun({
  scenario,
  fixtures,
}: {
  scenario: Scenario;
  fixtures: Fixtures;
}) {
  // The border to the page, as StandIn says.
  const standIn = window as unknown as StandIn;
  const busy = new Set(scenario.busyOnce);
  const held = new Set(scenario.held);
  const waiting: (() => void)[] = [];
  standIn.calls = [];
  standIn.release = () => {
    held.clear();
    for (const respond of waiting.splice(0)) respond();
  };

  const not = (problem: ProblemBody): Answer<never> => ({ ok: false, problem });
  const answer = (name: Name, input: Made['input']): unknown => {
    if (busy.delete(name)) return not(fixtures.refusals.busy);
    const problem = fixtures.problems[name];
    if (problem) return not(problem);
    // What the sidebar sends is typed where it sends it.
    const work = standIn.addOn[name] as (
      asked: Made['input'],
    ) => ReturnType<SidebarFunctions[Name]>;
    return work(input);
  };

  type Handlers = { success: (value: unknown) => void; failure: (error: Error) => void };
  const make = ({ name, input }: Made, { success, failure }: Handlers) => {
    standIn.calls.push({ name, input });
    if (scenario.silent?.includes(name)) return;
    const failed = scenario.failures?.[name];
    const respond = () => {
      if (failed !== undefined) failure(new Error(failed));
      // Google carries plain JSON.
      else success(JSON.parse(JSON.stringify(answer(name, input))));
    };
    const waits = name === 'waitForRun' && (scenario.runningSteps ?? 0) > 0;
    if (held.has(name)) waiting.push(respond);
    else setTimeout(respond, waits ? 1500 : 20);
  };

  const runner = (handlers: Handlers): object =>
    new Proxy(
      {},
      {
        get: (_, name: string) => {
          if (name === 'withSuccessHandler') {
            return (success: Handlers['success']) => runner({ ...handlers, success });
          }
          if (name === 'withFailureHandler') {
            return (failure: Handlers['failure']) => runner({ ...handlers, failure });
          }
          if (!(name in standIn.addOn)) return undefined;
          return (input: Made['input']) => make({ name: name as Name, input }, handlers);
        },
      },
    );
  const none = () => undefined;
  const run = runner({ success: none, failure: none });
  Object.assign(window, { google: { script: { run, host: { close: none } } } });
}
