// What Google puts into a sidebar as `google.script`: calls of the add-on, and the sidebar's host.
import { api } from '../api.ts';
import { copyForRun, RunQueue } from '../../simulator/script/script-run.ts';
import { messageOf } from '../playground-state.ts';
import type { PlaygroundState } from '../playground-state.ts';

declare global {
  interface Window {
    /** Asked for by the script that the router puts at the top of the sidebar. */
    playgroundGoogle?: (inner: Window) => { script: object };
  }
}

/** As Google documents them; each `with…` answers a new runner. */
interface Handlers {
  withSuccessHandler?: (value: unknown, userObject?: unknown) => void;
  withFailureHandler?: (error: Error, userObject?: unknown) => void;
  withUserObject?: unknown;
}

type CallAddon = (name: string, args: unknown[], handlers: Handlers) => void;

/** The object `google` of one sidebar. Values and errors that it hands in are made in that window. */
export function googleFor(inner: Window, state: PlaygroundState): { script: object } {
  const queue = new RunQueue();
  keepLinksHere(inner, state);
  const call: CallAddon = (name, args, handlers) => {
    const copies = args.map(copyForRun);
    void queue.add(() => answerCall({ inner, state, handlers }, name, copies));
  };
  return { script: { run: runner({}, call), host: hostOf(state) } };
}

function runner(handlers: Handlers, call: CallAddon): object {
  return new Proxy(Object.create(null) as object, {
    get(_target, name) {
      if (typeof name !== 'string') return undefined;
      if (name in handlerNames) {
        return (handler: unknown) => runner({ ...handlers, [name]: handler }, call);
      }
      return (...args: unknown[]) => call(name, args, handlers);
    },
  });
}

const handlerNames: Record<keyof Handlers, true> = {
  withSuccessHandler: true,
  withFailureHandler: true,
  withUserObject: true,
};

interface Calling {
  inner: Window;
  state: PlaygroundState;
  handlers: Handlers;
}

async function answerCall(calling: Calling, name: string, args: unknown[]): Promise<void> {
  const { inner, state, handlers } = calling;
  const { withSuccessHandler, withFailureHandler, withUserObject } = handlers;
  try {
    const value = await state.call(name, args);
    withSuccessHandler?.(copyInto(inner, value), withUserObject);
  } catch (error) {
    const message = messageOf(error);
    if (withFailureHandler) withFailureHandler(errorOf(inner, message), withUserObject);
    else console.error(`google.script.run.${name}: ${message}`);
  }
}

// Of its own kind in the sidebar's window, so that instanceof and Array.isArray mean there what they say.
function copyInto(inner: Window, value: unknown): unknown {
  const { JSON: innerJson } = inner as Window & typeof globalThis;
  return innerJson.parse(JSON.stringify(value ?? null));
}

function errorOf(inner: Window, message: string): Error {
  const { Error: InnerError } = inner as Window & typeof globalThis;
  return new InnerError(message);
}

function hostOf(state: PlaygroundState): object {
  return {
    origin: location.origin,
    close: () => void state.do(() => api.closeSidebar()),
    // A sidebar keeps its size; Google ignores these for it.
    setHeight: () => undefined,
    setWidth: () => undefined,
    editor: { focus: () => document.querySelector<HTMLElement>('.grid')?.focus() },
  };
}

// The add-on links to the address it was built for, which in the playground is this server.
function keepLinksHere(inner: Window, state: PlaygroundState): void {
  inner.document.addEventListener(
    'click',
    ({ target }) => {
      const link = (target as Element | null)?.closest?.('a[href]');
      const address = state.view?.addonAddress;
      const href = link?.getAttribute('href') ?? '';
      if (address && href.startsWith(address)) {
        link?.setAttribute('href', location.origin + href.slice(address.length));
      }
    },
    true,
  );
}
