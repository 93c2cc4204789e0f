// A run as it is asked for: whose, of what, with which values, and where from.
import type { Origin } from '../../domain/contract/access.ts';
import type { Place } from '../../domain/contract/audit.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Query } from '../../domain/contract/query.ts';
import type { ChoiceMatch, Result } from '../../domain/contract/result.ts';
import type { Guarded } from '../identity/sight.ts';
import type { Member } from '../identity/member.ts';
import type { QueryText } from './read-query.ts';
import type { Told } from './sent/told.ts';

/** One execution, asked for: whose, of what, with which values. */
export interface RunRequest extends WantedRun {
  /** Aborted when the caller went away or cancelled. */
  signal: AbortSignal;
}

/** A run as it is asked for, by whomever it will be waited for. */
export interface WantedRun {
  member: Member;
  query: RunnableQuery | UnsavedQuery;
  values: Values;
  /** IANA name; sets the session's TimeZone and resolves relative dates. */
  timeZone: string;
  origin: Origin;
  /** The query whose choices these are: the right to run that one includes them. */
  choicesOf?: Guarded;
  /** Where in a spreadsheet the result goes, as the add-on tells. */
  place?: Place | undefined;
  /** Columns that come as the database writes them. */
  exactText?: readonly string[] | undefined;
  /** Numbers that JavaScript would write with other digits come as the database writes them. */
  exactNumbers?: boolean | undefined;
  /** Who made the share link that asks. */
  linkMaker?: Member;
  /** What was written for choices, and what it means; the values are those already. */
  matches?: readonly ChoiceMatch[] | undefined;
  /** Who was told when, in a column behind the result's own; absent or null: nobody asked, or there is nothing to say. */
  told?: Told | null | undefined;
  /** Executed for its plan with the times of its steps, which comes in the place of its rows. */
  measured?: boolean;
  /** Take a cached result no older than this; 0 runs anew. */
  maxAgeSeconds: number;
  /** Not even part of a run that is under way: it may have begun before what is to be seen was there. */
  afresh?: boolean;
}

/** A saved query, as far as a run needs it. */
export type RunnableQuery = Guarded &
  QueryText &
  Pick<Query, 'version' | 'parameters' | 'key'> &
  Partial<Pick<Query, 'title'>> & {
    /** Of a variation that is saved. */
    variation?: object;
  };

/** SQL that an author runs without saving it; parameters not declared are inferred. */
export type UnsavedQuery = Pick<Query, 'source' | 'sql'> &
  Partial<Pick<Query, 'parameters' | 'key'>> & {
    slug: null;
    version: 0;
    title?: undefined;
    selectsFrom?: undefined;
    variation?: undefined;
  };

/** The parts of an envelope that only some have: what names a row, where the query's author says so, and which choices values meant. */
export function someFacts({ query: { key = [] }, matches = [], told }: SomeFactsOf): SomeFacts {
  return {
    ...(told ? { told: true as const } : {}),
    ...(key.length === 0 ? {} : { key }),
    ...(matches.length === 0 ? {} : { matches: [...matches] }),
  };
}

type SomeFactsOf = Pick<WantedRun, 'matches' | 'told'> & { query: Pick<Query, 'key'> };
type SomeFacts = Pick<Result, 'key' | 'matches' | 'told'>;
