// The client of Google's APIs: a call in somebody's name, with its turn, its limits, and other tries where they harm nothing.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../domain/problem.ts';
import { bounded } from '../bounded.ts';
import type { Settings } from '../settings/settings.ts';
import { readText, retryAfterMs } from './body.ts';
import { fixedGrant, type Grant, type TokenParts } from './grant.ts';
import { GoogleRefusal, refusalOf, unavailable, Unheard } from './refusal.ts';
import { serviceAccountGrant } from './service-account.ts';
import { Together, type Shared } from './together.ts';
import { Turns, type Kind, type TurnsParts } from './turns.ts';

export interface GoogleCall {
  grant: Grant;
  /** Calls about one spreadsheet go one after the other. */
  spreadsheet: string;
  /** What it counts as at Google. A write is never sent again where nobody knows whether it was carried out. */
  kind: Kind;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  api: 'sheets' | 'drive';
  /** From /v4 or /drive/v3 on. */
  path: string;
  body?: object;
  /** Bytes of the answer. */
  mostBytes?: number;
  signal?: AbortSignal;
}

/** The leave that people gave for spreadsheets that they pick. */
export interface PickedGrants {
  /** Whether people are asked for it at all. */
  readonly areOffered: boolean;
  /** Null where the member gave none. */
  of(member: string): Promise<Grant | null>;
}

export interface GoogleOptions extends Partial<TurnsParts> {
  fetch?: typeof fetch;
  random?: () => number;
}

const HOSTS = { sheets: 'https://sheets.googleapis.com', drive: 'https://www.googleapis.com' };
/** Google gives up a request after three minutes itself. */
const WITHIN_MS = 180_000;
const MOST_BYTES = 96 * 1024 * 1024;
/** Whoever has waited for this long is told that Google does not answer. */
const PATIENCE_MS = 180_000;
const MOST_FAILURES = 4;
/** Where the playground's Google is, whose bearer tokens are anybody's. */
const ANY_TOKEN = 'sheetfeed';
const SIMULATED_EMAIL = 'sheetfeed@example.com';

type GoogleSettings = Pick<Settings, 'googleApiUrl' | 'googleServiceAccount'>;

export class Google {
  /** Of people, for spreadsheets that they picked; null until the server has opened where they are kept. */
  picked: PickedGrants | null = null;
  /** The server's own: the service account, or what another address of the API takes; null where there is none. */
  own: Grant | null;
  readonly #settings: GoogleSettings;
  readonly #fetch: typeof fetch;
  readonly #parts: Required<Omit<GoogleOptions, 'fetch' | 'limits'>>;
  readonly #turns: Turns;
  readonly #together = new Together();
  readonly #closing = new AbortController();
  readonly #delegated = new Map<string, Grant>();
  #apiUrl: string | null;

  constructor(settings: GoogleSettings, options: GoogleOptions = {}) {
    this.#settings = settings;
    this.#apiUrl = settings.googleApiUrl;
    this.#fetch = options.fetch ?? fetch;
    this.#parts = {
      now: options.now ?? Date.now,
      wait: options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal })),
      random: options.random ?? Math.random,
    };
    this.#turns = new Turns({ ...this.#parts, ...limitsOf(options) });
    // Whatever is under way listens for the end.
    setMaxListeners(0, this.#closing.signal);
    this.own = this.#ownGrant();
  }

  /** Another address of the API, known only once the server listens: the playground's. */
  simulatedAt(url: string): void {
    this.#apiUrl ??= url;
    this.own ??= this.#ownGrant();
  }

  /** As a person of a domain whose admin delegated that; null where there is no service account, or nobody of an address. */
  as(email: string): Grant | null {
    const account = this.#settings.googleServiceAccount;
    if (account === null || !email.includes('@')) return null;
    const known = this.#delegated.get(email);
    const grant = known ?? serviceAccountGrant(account, this.tokenParts, email);
    this.#delegated.set(email, grant);
    return grant;
  }

  /** How tokens are asked for. */
  get tokenParts(): TokenParts {
    return { fetch: this.#fetch, now: this.#parts.now };
  }

  /** What Google answers, as read from JSON. Throws Problem, GoogleRefusal, and of a write Unheard. */
  call<Answer>(call: GoogleCall): Promise<Answer> {
    const by = [call.signal, this.#closing.signal];
    return this.#turns.onSpreadsheet(call.spreadsheet, () =>
      bounded({ by }, (signal) => this.#try<Answer>(call, () => call, signal)),
    );
  }

  /**
   * The same for what several may ask of one spreadsheet by one request: it goes with what else waits for its turn there.
   * Where Google refuses them together, each is sent alone.
   */
  async share<Part, Raw, Answer>(
    call: Omit<GoogleCall, 'path' | 'body'>,
    asked: { shared: Shared<Part, Raw, Answer>; part: Part; weight: number },
  ): Promise<Answer> {
    const { signal, ...of } = call;
    const to = `${of.grant.key} ${of.spreadsheet}`;
    const { signal: closing } = this.#closing;
    const answer = this.#together.ask(to, asked, (work) =>
      this.#turns.onSpreadsheet(of.spreadsheet, () =>
        work((request) => this.#try(of, request, closing)),
      ),
    );
    return signal ? until(answer, signal) : answer;
  }

  /** Breaks off what is under way. */
  close(): void {
    this.#closing.abort();
  }

  #ownGrant(): Grant | null {
    const account = this.#settings.googleServiceAccount;
    if (account !== null) return serviceAccountGrant(account, this.tokenParts);
    return this.#apiUrl === null ? null : fixedGrant(SIMULATED_EMAIL, ANY_TOKEN);
  }

  async #try<Answer>(
    of: Omit<GoogleCall, 'path' | 'body'>,
    request: () => Pick<GoogleCall, 'path' | 'body'>,
    signal: AbortSignal,
  ): Promise<Answer> {
    // Of waiting for Google; that others are before it in the queue is none of its failures.
    let spentMs = 0;
    let call: GoogleCall | null = null;
    for (let failures = 0; ; failures += 1) {
      await this.#turns.spend(of.kind, of.grant.key, signal);
      call ??= { ...of, ...request() };
      const asked = this.#parts.now();
      const got = await this.#once<Answer>(call, signal);
      if ('answer' in got) return got.answer;
      const { again, error } = got;
      const waitMs = Math.max(again?.afterMs ?? 0, this.#backOffMs(failures));
      spentMs += this.#parts.now() - asked + waitMs;
      const isOver = failures >= (again?.most ?? MOST_FAILURES) || spentMs > PATIENCE_MS;
      if (again === null || isOver || signal.aborted) throw error;
      await this.#parts.wait(waitMs, signal);
    }
  }

  // Doubled each time, and never at the same moment for all who wait.
  #backOffMs(failures: number): number {
    return Math.min(1_000 * 2 ** failures, 32_000) * (0.75 + 0.5 * this.#parts.random());
  }

  async #once<Answer>(call: GoogleCall, signal: AbortSignal): Promise<Got<Answer>> {
    const token = await call.grant.token(signal);
    let got: Heard;
    try {
      got = await bounded({ withinMs: WITHIN_MS, by: [signal] }, (limited) =>
        this.#send(call, token, limited),
      );
    } catch (error) {
      return unanswered(call, error);
    }
    const { status, text, afterMs } = got;
    if (status < 300) return answered<Answer>(call, text);
    const error = refusalOf(status, text, call);
    if (status === 429) return { error, again: { afterMs: afterMs ?? 0, most: Infinity } };
    if (status === 401) call.grant.forget();
    if (status === 401) return { error, again: { afterMs: 0, most: 1 } };
    if (status < 500) return { error, again: null };
    if (call.kind === 'write')
      return { error: new Unheard(`Google answered ${status}.`), again: null };
    return { error, again: { afterMs: afterMs ?? 0, most: MOST_FAILURES } };
  }

  async #send(call: GoogleCall, token: string, signal: AbortSignal): Promise<Heard> {
    const { api, path, method, body } = call;
    const at = this.#apiUrl ?? HOSTS[api];
    const response = await this.#fetch(at + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      signal,
    });
    const text = await readText(response, call.mostBytes ?? MOST_BYTES);
    const afterMs = retryAfterMs(response.headers.get('retry-after'), this.#parts.now());
    return { status: response.status, text, afterMs };
  }
}

interface Heard {
  status: number;
  text: string;
  /** For so long it asks to wait; null where it does not. */
  afterMs: number | null;
}

/** `again` is null where another try is of no use, or could do it twice. */
type Got<Answer> =
  { answer: Answer } | { error: Error; again: { afterMs: number; most: number } | null };

// Who waits no longer leaves; the request goes on for the others.
function until<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

const limitsOf = ({ limits }: GoogleOptions) => (limits ? { limits } : {});

function unanswered<Answer>({ kind }: GoogleCall, error: unknown): Got<Answer> {
  if (error instanceof Problem) return { error, again: null };
  const reason = error instanceof Error && error.name === 'TimeoutError' ? 'in time' : 'at all';
  if (kind === 'write') {
    return {
      error: new Unheard(`Google did not answer ${reason}.`, { cause: error }),
      again: null,
    };
  }
  const problem = unavailable('the connection broke', error);
  return { error: problem, again: { afterMs: 0, most: MOST_FAILURES } };
}

function answered<Answer>({ kind }: GoogleCall, text: string): Got<Answer> {
  try {
    return { answer: (text === '' ? {} : JSON.parse(text)) as Answer };
  } catch (error) {
    if (kind === 'write') {
      return { error: new Unheard('Google answered no JSON.', { cause: error }), again: null };
    }
    return { error: new GoogleRefusal(200, 'Google answered no JSON.'), again: null };
  }
}
