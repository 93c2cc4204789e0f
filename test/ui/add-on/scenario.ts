// How the stand-in for the add-on behaves, and what a test sees of it.
import type { ServerScheduleView } from '../../../addon/ranges/shown-schedule.ts';
import type { SidebarFunctions } from '../../../addon/sidebar-functions.ts';
import type { KeptBeside } from '../../../domain/refresh/kept-beside.ts';
import type { ProblemCode, ProblemExtras } from '../../../domain/problem.ts';

/** A function that the sidebar may call. */
export type Name = keyof SidebarFunctions;

export type Refusal = { code: ProblemCode; detail: string } & ProblemExtras;

/** How the stand-in behaves; everything else goes well and at once. */
export interface Scenario {
  /** How many further queries the catalog holds besides the named ones. */
  moreQueries?: number;
  noQueries?: boolean;
  noRanges?: boolean;
  /** Functions that answer this problem instead. */
  problems?: { [Function in Name]?: Refusal };
  /** Functions that fail as Google fails, with its message. */
  failures?: { [Function in Name]?: string };
  /** Functions that never answer. */
  silent?: Name[];
  /** Functions that answer only once the test releases them. */
  held?: Name[];
  /** waitForRun answers "running" this many times, each with more rows. */
  runningSteps?: number;
  /** Queries answer no rows. */
  noRows?: boolean;
  /** The selected cell covers so many filled cells. */
  covered?: number;
  /** refreshRange asks first. */
  asksBeforeRefresh?: boolean;
  /** Alerts that fire, by the slugs of their queries. */
  firing?: Record<string, string[]>;
  /** The query of this slug is retired, and another to be used instead. */
  retired?: { slug: string; use: string | null };
  /** Slugs of trusted queries. */
  trusted?: string[];
  /** The schedule of the first range failed so often in a row. */
  failuresInARow?: number;
  /** What the server can do of schedules; absent: it has no account at Google. */
  atServer?: ServerScheduleView;
  /** When the first range's schedule runs next. */
  nextRunsAt?: string[];
  /** The first range was refreshed two days ago, and by hand. */
  old?: boolean;
  /** The second range is well, too. */
  wellRanges?: boolean;
  /** The query of the second range was broken by its author. */
  broken?: boolean;
  /** The query of the second range is gone. */
  gone?: boolean;
  /** The spreadsheet has a sheet table with cells that do not fit, and a column that is new. */
  badTable?: boolean;
  /** Two of the selected columns have the same header. */
  twiceHeaded?: boolean;
  /** What stands beside the ranges, by their ids; absent: nothing. */
  beside?: Record<string, KeptBeside>;
  /** The server is in maintenance, for this reason. */
  maintained?: string;
  /** The server is too busy for the first call of each of these functions, and says to come back in a minute. */
  busyOnce?: Name[];
}

/** A call of the sidebar's. */
export interface Made<Function extends Name = Name> {
  name: Function;
  input: Parameters<SidebarFunctions[Function]>[0];
}

/** What the stand-in keeps in the page's window. */
export interface StandIn {
  addOn: SidebarFunctions;
  /** What happens in the sheet: a tab is shown, or deleted with its ranges; undo brings those back. */
  showTab: (tab: string) => void;
  deleteTab: (tab: string) => void;
  undoDelete: () => void;
  calls: Made[];
  release: () => void;
}
