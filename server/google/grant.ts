// In whose name Google is asked.

/** A right to ask Google for something, as somebody. */
export interface Grant {
  /** Tells grants apart: Google counts the requests of each. */
  readonly key: string;
  /** Whom a spreadsheet has to be shared with. */
  readonly email: string;
  /** The bearer token of the next request. Throws Problem. */
  token(signal: AbortSignal): Promise<string>;
  /** Google did not take the token: the next one is asked for anew. */
  forget(): void;
}

export interface TokenParts {
  fetch: typeof fetch;
  now: () => number;
}

/** A token is not used in its last minutes, in which a long batch could outlive it. */
const SPARE_MS = 5 * 60_000;

/** A grant whose token is asked for when it is needed, and again before it is over. */
export function renewedGrant(
  who: Pick<Grant, 'key' | 'email'>,
  { now }: Pick<TokenParts, 'now'>,
  renew: (signal: AbortSignal) => Promise<{ token: string; seconds: number }>,
): Grant {
  let known: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async (signal: AbortSignal) => {
    const { token, seconds } = await renew(signal);
    known = { token, until: now() + seconds * 1_000 - SPARE_MS };
    return token;
  };
  return {
    ...who,
    async token(signal) {
      if (known && now() < known.until) return known.token;
      asking ??= ask(signal).finally(() => (asking = null));
      return asking;
    },
    forget: () => void (known = null),
  };
}

/** A grant whose token never changes: what the playground, and another address of the API, take. */
export function fixedGrant(email: string, token: string): Grant {
  return { key: email, email, token: async () => token, forget: () => undefined };
}
