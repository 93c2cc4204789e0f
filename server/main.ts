// Starts and stops the whole server; as a program, reads the settings from the environment.
import type { Router } from 'express';
import type { Member } from './identity/member.ts';
import type { TokenIssuer } from './identity/tokens.ts';
import type { Settings } from './settings.ts';
import type { SourceSettings } from './source-settings.ts';

/** What a program that starts the server adds to the settings. */
export interface StartOptions {
  /** Data sources besides those of the settings. */
  sources?: readonly SourceSettings[];
  /** Mounted before the product's own routes and behind the guard of local mode. */
  mount?: { path: string; router: Router };
  /** Issuers of identity tokens besides Google; refused unless the server is in local mode. */
  tokenIssuers?: readonly TokenIssuer[];
  /** Members who exist from the start, with their roles. */
  members?: readonly Member[];
  /** Used when LOG_LEVEL is unset; `warn` when this is unset too. */
  logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface RunningServer {
  /** Where to reach it, without a slash at the end: PUBLIC_URL, or the address it listens on. */
  readonly url: string;
  readonly port: number;
  /** The data sources; `addServer` gives one a follower while the server runs. */
  readonly sources: unknown;
  /** Lets running downloads end for up to 3 seconds, then cuts them; closes everything it opened. */
  stop(): Promise<void>;
}

/**
 * Starts the server. With `settings.databaseUrl` null it starts a PostgreSQL of its own in `settings.home`.
 * Throws Problem service_unavailable with a sentence when the port is taken or the database is away.
 */
export declare function startServer(
  settings: Settings,
  options?: StartOptions,
): Promise<RunningServer>;
