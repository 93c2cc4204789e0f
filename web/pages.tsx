// The frame of every page: the name that leads home, who is here, and the page that the address names.
import type { MemberView } from '../domain/contract/member.ts';
import { routes } from '../domain/routes.ts';
import { useLoaded } from '../ui/loaded.ts';
import { MaintenanceNote } from '../ui/maintenance-note.tsx';
import { ask } from './frame/ask.ts';
import { CatalogPage } from './catalog/catalog-page.tsx';
import { lazy } from './frame/lazy.tsx';
import {
  placeOf,
  useAddress,
  type FurtherPlace,
  type Place,
  type ReadingPlace,
} from './frame/location.ts';
import { mayWrite, type PageProps } from './frame/page-props.ts';
import { PageKeys } from './go-to/page-keys.tsx';
import { useTitle } from './frame/title.ts';

// Each kind of pages is one piece of code: many small ones would each be asked for by themselves.
const ReadingPages = lazy<PageProps<ReadingPlace>>({
  name: 'reading',
  load: async () => (await import('./reading-pages.tsx')).ReadingPages,
  shape: <i class="shape table-shape" />,
});

const FurtherPages = lazy<PageProps<FurtherPlace>>({
  name: 'further',
  load: async () => (await import('./further-pages.tsx')).FurtherPages,
  shape: <i class="shape table-shape" />,
});

const EditorPage = lazy<{ slug: string | null; search: string }>({
  name: 'editor',
  load: async () => (await import('./editor/editor-page.tsx')).EditorPage,
  shape: <i class="shape editor-shape" />,
});

const AdminPages = lazy<{ page: string; search: string; member: MemberView }>({
  name: 'admin',
  load: async () => (await import('./admin/admin-pages.tsx')).AdminPages,
  shape: <i class="shape editor-shape" />,
});

export function Pages() {
  const { path, search } = useAddress();
  const place = placeOf(path);
  // Whoever has a share link, or ends a subscription by its mail, need not be anybody's member.
  if (place.page === 'shared') return <ReadingPages {...{ place, search }} member={null} />;
  if (place.page === 'unsubscribe') return <FurtherPages {...{ place, search }} member={null} />;
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
      <MaintenanceNote maintenance={member?.maintenance} />
      {member && <PageKeys member={member} place={place} />}
      <main id="content" tabIndex={-1}>
        <PageOf place={place} search={search} member={member} />
      </main>
    </>
  );
}

function PageOf({ place, search, member }: PageProps) {
  switch (place.page) {
    case 'catalog':
      return <CatalogPage address={search} mayWrite={mayWrite(member)} />;
    case 'edit':
      return <EditorPage key={place.slug} slug={place.slug} search={search} />;
    case 'new':
      return <EditorPage key={search} slug={null} search={search} />;
    case 'admin':
      if (member === null) return <i class="shape table-shape" />;
      return <AdminPages page={place.name} search={search} member={member} />;
    case 'query':
    case 'history':
    case 'frozen':
    case 'board':
    case 'shared':
      return <ReadingPages {...{ place, search, member }} />;
    case 'alerts':
    case 'loud':
    case 'asks':
    case 'concerns':
    case 'boards':
    case 'board-edit':
    case 'tables':
    case 'table':
    case 'lessons':
    case 'lesson':
    case 'words':
    case 'table-words':
    case 'account':
    case 'google-grant':
    case 'unsubscribe':
      return <FurtherPages {...{ place, search, member }} />;
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
  useTitle('No page here');
  return (
    <div class="empty">
      <h1>There is no page here</h1>
      <p>
        The address may be mistyped. <a href={routes.catalog}>Search the catalog</a>
      </p>
    </div>
  );
}
