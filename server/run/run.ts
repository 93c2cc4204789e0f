// The one path that every run takes: page, sidebar, endpoint, share link, schedule, alert.
import type { Query } from '../../domain/contract/query.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Member } from '../identity/member.ts';

/** From where a run was asked for; recorded with it. */
export type RunOrigin = 'page' | 'sheet' | 'csv' | 'json' | 'link' | 'api' | 'schedule';

/** One execution, asked for: whose, of what, with which values. */
export interface RunRequest {
  member: Member;
  query: Pick<Query, 'slug' | 'version' | 'source' | 'sql' | 'parameters'> | UnsavedQuery;
  values: Values;
  /** IANA name; sets the session's TimeZone and resolves relative dates. */
  timeZone: string;
  origin: RunOrigin;
  /** Aborted when the caller went away or cancelled. */
  signal: AbortSignal;
  /** Take a cached result no older than this; 0 runs anew. */
  maxAgeSeconds: number;
}

/** SQL that an author runs without saving it; parameters not declared are inferred. */
export type UnsavedQuery = Pick<Query, 'source' | 'sql'> &
  Partial<Pick<Query, 'parameters'>> & { slug: null; version: 0 };
