// The frame of every page: the name that leads home, who is here, and the page that the address names.
import { useEffect } from 'preact/hooks';
import type { MemberView } from '../domain/contract/member.ts';
import { routes } from '../domain/routes.ts';
import { useLoaded } from '../ui/loaded.ts';
import { api } from './api.ts';
import { CatalogPage } from './catalog-page.tsx';
import { goTo, placeOf, useAddress, type Place } from './location.ts';
import { QueryPage } from './query-page.tsx';

export function Pages() {
  const { path, search } = useAddress();
  const [member] = useLoaded('me', api.me);
  const place = placeOf(path);
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
        {member.state === 'done' && <Who member={member.value} />}
      </header>
      <main id="content" tabIndex={-1}>
        {place.page === 'catalog' && <CatalogPage />}
        {place.page === 'query' && <QueryPage key={place.slug} slug={place.slug} search={search} />}
        {place.page === 'none' && <NoPage />}
      </main>
    </>
  );
}

function Who({ member }: { member: MemberView }) {
  if (member.local) return <span class="quiet">Local mode</span>;
  return (
    <span class="quiet" title={member.email}>
      {member.name || member.email}, {member.role}
    </span>
  );
}

function NoPage() {
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
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select'))
        return;
      event.preventDefault();
      if (place.page !== 'catalog') goTo(routes.catalog);
      document.getElementById('search')?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
