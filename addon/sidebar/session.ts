// What every view of the sidebar shares: who is here, the linked ranges, where to go, and questions.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { QuerySummary } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Entries } from '../../ui/entries.ts';
import type { StartView } from '../sidebar-functions.ts';
import type { ChoiceLabels } from './query/choice-labels.ts';
import type { KnownRanges } from './ranges/known-ranges.ts';

export type View =
  | { name: 'catalog' }
  | { name: 'query'; slug: string; title: string }
  /** "The same, but …" of a query. */
  | { name: 'same'; slug: string; title: string }
  | { name: 'help' }
  | { name: 'tables' }
  /** `range` is the one to bring into sight, with what is to be told about it. */
  | {
      name: 'ranges';
      range: string | null;
      notes: string[];
      warnings?: string[] | undefined;
    };

/** Something to say yes or no to, before it happens. */
export interface Question {
  title: string;
  sentences: string[];
  /** Cells, columns or formulas that are named. */
  list: string[];
  yes: string;
  danger: boolean;
}

/** Several ways to go on. */
export interface Choice extends Pick<Question, 'title' | 'sentences' | 'list'> {
  ways: { name: string; label: string }[];
}

/** The catalog as far as it is loaded. */
export interface Catalog {
  queries: QuerySummary[];
  state: 'loading' | 'more' | 'whole' | 'failed';
  problem: Problem | null;
  loadMore: () => void;
  /** Takes in a query that was made or changed here. */
  put: (query: QuerySummary) => void;
}

export interface Session extends KnownRanges {
  start: StartView;
  /** What the authors were told in this sidebar already. */
  told: ReadonlySet<string>;
  noteTold: (what: string) => void;
  favourites: string[];
  setFavourites: (slugs: string[]) => void;
  recent: string[];
  noteRecent: (slug: string) => void;
  catalog: Catalog;
  choices: ChoiceLabels;
  /** What was typed into a query's form and not inserted yet, by slug. */
  drafts: Map<string, Entries>;
  ask: (question: Question) => Promise<boolean>;
  /** The name of the way that was chosen; null where none was. */
  choose: (choice: Choice) => Promise<string | null>;
  go: (view: View) => void;
  /** The same, and there is no way back to the view that is left. */
  goInstead: (view: View) => void;
  back: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('A view was drawn outside the session.');
  return session;
}
