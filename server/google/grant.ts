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

/** A grant whose token never changes: what the playground, and another address of the API, take. */
export function fixedGrant(email: string, token: string): Grant {
  return { key: email, email, token: async () => token, forget: () => undefined };
}
