// The frame of every page: the name that leads home, who is here, and the page that the address names.
import { useEffect } from 'preact/hooks';
import type { MemberView } from '../domain/contract/member.ts';
import { routes } from '../domain/routes.ts';
import { useLoaded } from '../ui/loaded.ts';
import { ask } from './frame/ask.ts';
import { AccountPage } from './account/account-page.tsx';
import { AsksPage } from './asks/asks-page.tsx';
import { ConcernsPage } from './comments/concerns-page.tsx';
import { CatalogPage } from './catalog/catalog-page.tsx';
import { FrozenPage } from './frozen/frozen-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { lazy } from './frame/lazy.tsx';
import { placeOf, useAddress, type Place } from './frame/location.ts';
import { PageKeys } from './go-to/page-keys.tsx';
import { QueryPage } from './query/query-page.tsx';
import { SharedChartPage } from './links/shared-chart-page.tsx';
import { UnsubscribePage } from './subscriptions/unsubscribe-page.tsx';
import { SharedPage } from './links/shared-page.tsx';

// Who only reads does not wait for the editor.
const EditorPage = lazy<{ slug: string | null; search: string }>({
  name: 'editor',
  load: async () => (await import('./editor/editor-page.tsx')).EditorPage,
  shape: <i class="shape editor-shape" />,
});

const AlertsPage = lazy<{ slug: string; search: string; mayWrite: boolean }>({
  name: 'alerts',
  load: async () => (await import('./alerts/alerts-page.tsx')).AlertsPage,
  shape: <i class="shape table-shape" />,
});

const LoudAlertsPage = lazy<Record<never, never>>({
  name: 'loud-alerts',
  load: async () => (await import('./alerts/loud-alerts-page.tsx')).LoudAlertsPage,
  shape: <i class="shape table-shape" />,
});

const BoardPage = lazy<{ slug: string; search: string }>({
  name: 'board',
  load: async () => (await import('./boards/board-page.tsx')).BoardPage,
  shape: <i class="shape table-shape" />,
});

const BoardsPage = lazy<{ mayWrite: boolean }>({
  name: 'boards',
  load: async () => (await import('./boards/boards-page.tsx')).BoardsPage,
  shape: <i class="shape table-shape" />,
});

const BoardEditor = lazy<{ slug: string | null }>({
  name: 'board editor',
  load: async () => (await import('./boards/board-editor.tsx')).BoardEditor,
  shape: <i class="shape editor-shape" />,
});

const TablesPage = lazy<Record<never, never>>({
  name: 'sheet tables',
  load: async () => (await import('./sheet-tables/tables-page.tsx')).TablesPage,
  shape: <i class="shape table-shape" />,
});

const TablePage = lazy<{ name: string }>({
  name: 'sheet table',
  load: async () => (await import('./sheet-tables/table-page.tsx')).TablePage,
  shape: <i class="shape table-shape" />,
});

const AdminPages = lazy<{ page: string; search: string; member: MemberView }>({
  name: 'admin',
  load: async () => (await import('./admin/admin-pages.tsx')).AdminPages,
  shape: <i class="shape editor-shape" />,
});

export function Pages() {
  const { path, search } = useAddress();
  const place = placeOf(path);
  // Whoever has a share link need not be anybody's member.
  if (place.page === 'shared') {
    const { token, isChart } = place;
    return isChart ? (
      <SharedChartPage token={token} search={search} />
    ) : (
      <SharedPage token={token} search={search} />
    );
  }
  if (place.page === 'unsubscribe') return <UnsubscribePage token={place.token} />;
  return <MemberPages {...{ place, path, search }} />;
}

function MemberPages({ place, path, search }: { place: Place; path: string; search: string }) {
  const [loaded] = useLoaded('me', () => ask('GET me'));
  const member = loaded.state === 'done' ? loaded.value : null;
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="name" href={routes.catalog}>
          Sheetfeed
        </a>
        <span class="grow" />
        {member?.postBox && (
          <a class="quiet" href={member.postBox}>
            Post box
          </a>
        )}
        {member && (
          <a class="quiet" href={routes.boardsPage}>
            Boards
          </a>
        )}
        {member && <Concerns path={path} />}
        {member && (
          <a class="quiet" href={routes.loudAlertsPage}>
            What fires
          </a>
        )}
        {member?.role === 'admin' && (
          <a class="quiet" href={routes.adminPage('overview')}>
            Admin
          </a>
        )}
        {member && <Who member={member} />}
      </header>
      {member && <PageKeys member={member} place={place} />}
      <main id="content" tabIndex={-1}>
        <PageOf place={place} search={search} member={member} />
      </main>
    </>
  );
}

interface PageProps {
  place: Place;
  search: string;
  member: MemberView | null;
}

function PageOf({ place, search, member }: PageProps) {
  const mayWrite = member !== null && member.role !== 'viewer';
  switch (place.page) {
    case 'catalog':
      return <CatalogPage address={search} mayWrite={mayWrite} />;
    case 'query':
      return <QueryPage key={place.slug} slug={place.slug} search={search} mayWrite={mayWrite} />;
    case 'history':
      return <HistoryPage key={place.slug} slug={place.slug} />;
    case 'alerts':
      return <AlertsPage key={place.slug} slug={place.slug} search={search} mayWrite={mayWrite} />;
    case 'frozen':
      return <FrozenPage key={place.id} id={place.id} />;
    case 'edit':
      return <EditorPage key={place.slug} slug={place.slug} search={search} />;
    case 'new':
      return <EditorPage key={search} slug={null} search={search} />;
    case 'boards':
      return <BoardsPage mayWrite={mayWrite} />;
    case 'board':
      return <BoardPage key={place.slug} slug={place.slug} search={search} />;
    case 'board-edit':
      return <BoardEditor key={place.slug} slug={place.slug} />;
    case 'tables':
      return <TablesPage />;
    case 'table':
      return <TablePage key={place.name} name={place.name} />;
    case 'loud':
      return <LoudAlertsPage />;
    case 'asks':
      return <AsksPage member={member} />;
    case 'concerns':
      return <ConcernsPage />;
    case 'account':
      return <AccountPage member={member} />;
    case 'admin':
      if (member === null) return <i class="shape table-shape" />;
      return <AdminPages page={place.name} search={search} member={member} />;
    case 'shared':
    case 'unsubscribe':
    case 'none':
      return <NoPage />;
  }
}

/** Asked for again with each page: somebody may have spoken meanwhile. */
function Concerns({ path }: { path: string }) {
  const [loaded] = useLoaded(path, () => ask('GET concerns'));
  const unread = loaded.state === 'done' ? loaded.value.unread : 0;
  return (
    <a class="quiet" href={routes.concernsPage}>
      Concerns you{unread > 0 && <span class="said">{unread}</span>}
      {unread > 0 && <span class="unseen"> new</span>}
    </a>
  );
}

function Who({ member }: { member: MemberView }) {
  if (member.local)
    return (
      <a class="quiet" href={routes.accountPage}>
        Local mode
      </a>
    );
  return (
    <a class="quiet" href={routes.accountPage} title={member.email}>
      {member.name || member.email}, {member.role}
    </a>
  );
}

function NoPage() {
  useEffect(() => {
    document.title = 'No page here · Sheetfeed';
  }, []);
  return (
    <div class="empty">
      <h1>There is no page here</h1>
      <p>
        The address may be mistyped. <a href={routes.catalog}>Search the catalog</a>
      </p>
    </div>
  );
}
