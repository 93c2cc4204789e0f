// The frame of every page: the name that leads home, who is here, and the page that the address names.
import { useEffect } from 'preact/hooks';
import type { MemberView } from '../domain/contract/member.ts';
import { routes } from '../domain/routes.ts';
import { useLoaded } from '../ui/loaded.ts';
import { ask } from './frame/ask.ts';
import { AccountPage } from './account/account-page.tsx';
import { AsksPage } from './asks/asks-page.tsx';
import { CatalogPage } from './catalog/catalog-page.tsx';
import { FrozenPage } from './frozen/frozen-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { lazy } from './frame/lazy.tsx';
import { goTo, placeOf, useAddress, type Place } from './frame/location.ts';
import { QueryPage } from './query/query-page.tsx';
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

const AdminPages = lazy<{ page: string; search: string; member: MemberView }>({
  name: 'admin',
  load: async () => (await import('./admin/admin-pages.tsx')).AdminPages,
  shape: <i class="shape editor-shape" />,
});

export function Pages() {
  const { path, search } = useAddress();
  const place = placeOf(path);
  // Whoever has a share link need not be anybody's member.
  if (place.page === 'shared') return <SharedPage token={place.token} search={search} />;
  return <MemberPages place={place} search={search} />;
}

function MemberPages({ place, search }: { place: Place; search: string }) {
  const [loaded] = useLoaded('me', () => ask('GET me'));
  const member = loaded.state === 'done' ? loaded.value : null;
  useSlashKey(place);
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
        {member && (
          <a class="quiet" href={routes.loudAlertsPage}>
            What fires
          </a>
        )}
        {member?.role === 'admin' && (
          <a class="quiet" href={routes.adminPage('members')}>
            Admin
          </a>
        )}
        {member && <Who member={member} />}
      </header>
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
    case 'loud':
      return <LoudAlertsPage />;
    case 'asks':
      return <AsksPage member={member} />;
    case 'account':
      return <AccountPage member={member} />;
    case 'admin':
      if (member === null) return <i class="shape table-shape" />;
      return <AdminPages page={place.name} search={search} member={member} />;
    case 'shared':
    case 'none':
      return <NoPage />;
  }
}

function Who({ member }: { member: MemberView }) {
  if (member.local) return <span class="quiet">Local mode</span>;
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

/** The / key searches, from everywhere but a field. */
function useSlashKey(place: Place) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('input, textarea, select, .cm-content')
      )
        return;
      event.preventDefault();
      if (place.page !== 'catalog') goTo(routes.catalog);
      document.getElementById('search')?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
