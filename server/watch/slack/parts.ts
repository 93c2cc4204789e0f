// What an answer to Slack is made with, and of.
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';
import { routes } from '../../../domain/routes.ts';
import type { AuditTrail, Tell } from '../../catalog/audit/trail.ts';
import type { BoardFiles } from '../../catalog/boards/board-files.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import type { SlackApi } from '../../deliver/slack-api.ts';
import type { Member } from '../../identity/member.ts';
import type { WatchDependencies } from '../watch-dependencies.ts';
import type { Part, SlackArrival } from './arrival.ts';

export interface SlackParts extends WatchDependencies {
  tables: KnownTables;
  boardFiles: BoardFiles;
  trail: AuditTrail;
  api: SlackApi;
  /** Where people reach this server. */
  baseUrl: () => string;
}

/** Something that is answered now. */
export interface Asking {
  arrival: SlackArrival;
  /** The name of its run: the same however often it is begun. */
  run: string;
  /** Aborted when the server ends. */
  signal: AbortSignal;
}

/** An answer, and what it changes: both are written at once. */
export interface Made {
  parts: Part[];
  change?: {
    member: Member;
    what: string;
    work: (client: pg.PoolClient, tell: Tell) => Promise<Part[]>;
  };
}

/** The page of a query with values. */
export function pageWith(baseUrl: string, slug: string, values: Values): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (!Array.isArray(value)) search.append(name, value === null ? '' : String(value));
    else if (value.length === 0) search.append(name, '');
    else for (const each of value) search.append(name, String(each));
  }
  const asked = search.size === 0 ? '' : `?${search.toString()}`;
  return baseUrl + routes.queryPage(slug) + asked;
}
