// The sidebar as a whole: starts, shows one of three views, and keeps what they share.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { MaintenanceNote } from '../../ui/maintenance-note.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/time-ago.tsx';
import type { Entries } from '../../ui/entries.ts';
import type { StartView } from '../sidebar-functions.ts';
import { QuestionDialog, useQuestion } from './ask.tsx';
import { useChoiceLabels } from './query/choice-labels.ts';
import { CatalogShape, CatalogView } from './catalog/catalog-view.tsx';
import { QueryView } from './query/query-view.tsx';
import { RangesView } from './ranges/ranges-view.tsx';
import { call, onBusy } from './server.ts';
import { SessionContext, type Session, type View } from './session.ts';
import { useReturns } from './follow-sheet.ts';
import { HelpView } from './help-view.tsx';
import { TablesView } from './tables/tables-view.tsx';
import { useKnownRanges } from './ranges/known-ranges.ts';
import { WithRefreshing } from './ranges/refreshing.tsx';
import { useCatalog } from './catalog/use-catalog.ts';
import { SameView } from './variations/same-view.tsx';

export function App() {
  const [start, again] = useLoaded('start', () => call('startSidebar'));
  if (start.state === 'done') return <Started start={start.value} />;
  return (
    <div class="sidebar">
      <header class="head">
        <h1>Queries</h1>
        <div class="search">
          <i class="shape" style={{ height: '32px' }} />
        </div>
      </header>
      <main class="fill">
        {start.state === 'loading' ? (
          <CatalogShape />
        ) : (
          <div class="pad">
            <ProblemNote
              problem={start.problem}
              takeFocus
              isWhole
              // An outdated add-on stays outdated until Google loads it anew.
              action={
                start.problem.code === 'addon_outdated'
                  ? undefined
                  : { label: 'Try again', run: again }
              }
            />
          </div>
        )}
      </main>
    </div>
  );
}

function Started({ start }: { start: StartView }) {
  const session = useStarted(start);
  const { view } = session;
  const [search, setSearch] = useState('');
  useKeys(session, view, () => setSearch(''));
  useReturns(session.follow);
  return (
    <SessionContext.Provider value={session}>
      <WithRefreshing>
        <div class="sidebar" key={viewKey(view)}>
          <OfflineNote />
          <BusyNote />
          <MaintenanceNote maintenance={start.member.maintenance} />
          {view.name === 'catalog' && <CatalogView search={search} onSearch={setSearch} />}
          {view.name === 'query' && <QueryView slug={view.slug} title={view.title} />}
          {view.name === 'same' && <SameView slug={view.slug} title={view.title} />}
          {view.name === 'ranges' && (
            <RangesView range={view.range} notes={view.notes} warnings={view.warnings} />
          )}
          {view.name === 'tables' && <TablesView />}
          {view.name === 'help' && <HelpView />}
          <Footer start={start} onGo={(name) => session.go({ name })} />
        </div>
      </WithRefreshing>
      {session.asked && <QuestionDialog {...session.asked} />}
    </SessionContext.Provider>
  );
}

/** The catalog; above it a query that whoever opens the sidebar names in its address, as the playground does. */
function firstViews(): View[] {
  const asked = new URLSearchParams(location.hash.slice(1));
  const slug = asked.get('query');
  const title = asked.get('title') ?? slug ?? '';
  return [{ name: 'catalog' }, ...(slug ? [{ name: 'query' as const, slug, title }] : [])];
}

function useStarted(start: StartView) {
  const [views, setViews] = useState<View[]>(firstViews);
  const known = useKnownRanges(start.ranges);
  const [told, setTold] = useState<ReadonlySet<string>>(new Set());
  const [favourites, setFavourites] = useState(start.favourites);
  const [recent, setRecent] = useState(start.recent);
  const drafts = useRef(new Map<string, Entries>());
  const catalog = useCatalog();
  const choices = useChoiceLabels();
  const { ask, choose, asked } = useQuestion();
  const go = useCallback((view: View) => setViews((before) => [...before, view]), []);
  const goInstead = useCallback(
    (view: View) => setViews((before) => [...before.slice(0, -1), view]),
    [],
  );
  const back = useCallback(
    () => setViews((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    [],
  );
  const noteRecent = (slug: string) =>
    setRecent((before) => [slug, ...before.filter((other) => other !== slug)]);
  const view: View = views.at(-1) ?? { name: 'catalog' };
  return {
    start,
    view,
    ...known,
    told,
    noteTold: (what: string) => setTold((before) => new Set([...before, what])),
    favourites,
    setFavourites,
    recent,
    noteRecent,
    catalog,
    choices,
    drafts: drafts.current,
    ask,
    choose,
    asked,
    go,
    goInstead,
    back,
  };
}

function viewKey(view: View): string {
  return 'slug' in view ? `${view.name} ${view.slug}` : view.name;
}

/** Esc goes back (or clears the search), and / searches, from everywhere but a field that needs the key. */
function useKeys(session: Pick<Session, 'go' | 'back'>, view: View, clearSearch: () => void) {
  // Before the view is drawn: its first key would else be taken as one of the view before.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') {
        if (view.name === 'catalog') clearSearch();
        else session.back();
      }
      if (event.key === '/' && !takesText(event.target)) {
        event.preventDefault();
        if (view.name === 'catalog') document.getElementById('search')?.focus();
        else session.go({ name: 'catalog' });
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}

function OfflineNote() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return (
    <div role="status">
      {!online && (
        <div class="banner">
          <Icon name="warn" />
          You are offline. The values in the sheet stay; nothing can be refreshed until you are
          back.
        </div>
      )}
    </div>
  );
}

function BusyNote() {
  const [until, setUntil] = useState<number | null>(null);
  const now = useNow(1000);
  useEffect(() => onBusy(setUntil), []);
  const seconds = until === null ? 0 : Math.max(1, Math.ceil((until - now) / 1000));
  return (
    <div role="status">
      {until !== null && (
        <div class="banner">
          <Icon name="clock" />
          <span>
            Sheetfeed has much to do just now.{' '}
            <span aria-live="off">It is asked again in {seconds} s.</span>
          </span>
        </div>
      )}
    </div>
  );
}

function Footer({ start, onGo }: { start: StartView; onGo: (name: 'tables' | 'help') => void }) {
  const { member } = start;
  const role = { viewer: 'viewer', author: 'author', admin: 'admin' }[member.role];
  return (
    <footer class="foot">
      <span class="grow" title={member.email}>
        {member.local
          ? 'Not signed in (this computer only)'
          : `${member.name || member.email}, ${role}`}
      </span>
      <button type="button" class="plain-button" onClick={() => onGo('tables')}>
        Sheet tables
      </button>
      <button type="button" class="plain-button" onClick={() => onGo('help')}>
        Help
      </button>
    </footer>
  );
}
