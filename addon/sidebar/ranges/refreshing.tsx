// What refreshes of linked ranges came to, kept while the sidebar is open, whichever view is shown.
import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { useRefresh, type Outcome, type Refreshing } from './use-refresh.ts';

const RefreshingContext = createContext<Refreshing | null>(null);

export function WithRefreshing({ children }: { children: ComponentChildren }) {
  const refreshing = useRefresh();
  return <RefreshingContext.Provider value={refreshing}>{children}</RefreshingContext.Provider>;
}

export function useRefreshing(): Refreshing {
  const refreshing = useContext(RefreshingContext);
  if (!refreshing) throw new Error('A view was drawn outside of what keeps refreshes.');
  return refreshing;
}

/** Whether something of the last try is still to be mended or answered. */
export function isOpen(outcome: Outcome | undefined): boolean {
  return isFailed(outcome) || outcome?.question !== undefined;
}

/** Whether the last refresh failed, and not by the person's own wish. */
export function isFailed(outcome: Outcome | undefined): boolean {
  const { problem = null, atField, besides } = outcome ?? {};
  return problem !== null && problem.code !== 'run_cancelled' && !atField && !besides;
}
