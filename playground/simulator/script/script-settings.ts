// What a simulated script is made of: its manifest, its person, and how it reaches the web.

export interface Manifest {
  timeZone?: string;
  oauthScopes: string[];
  urlFetchWhitelist?: string[];
}

export interface Person {
  email: string;
  /** The identity token that Google gives, or null as it gives without `openid`. */
  identityToken?: () => string | null;
  /** Scopes that the person agreed to; absent: all of the manifest. */
  grantedScopes?: string[];
  /** Such as en or de. */
  locale?: string;
}

export interface FetchRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
  followRedirects: boolean;
  /** Google gives up after this long, with `TooSlow`. */
  timeoutSeconds: number;
}

/** What whoever carries out a request throws when the answer did not come in that time. */
export class TooSlow extends Error {}

export interface FetchResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Uint8Array;
}
