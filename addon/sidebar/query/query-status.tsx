// What authors say of a query: a draft, trusted, or retired with what to use instead.
import type { QueryStatus } from '../../../domain/contract/query.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useSession } from '../session.ts';

const words: Partial<Record<QueryStatus, { word: string; says: string }>> = {
  draft: { word: 'Draft', says: 'Only authors see it, and it may change' },
  trusted: { word: 'Trusted', says: 'Its authors vouch for it' },
  retired: { word: 'Retired', says: 'Nobody looks after it any more' },
};

/** One word in a frame; nothing for a query of which nothing is said. */
export function StatusBadge({ status }: { status: QueryStatus | null }) {
  const said = status && words[status];
  if (!said) return null;
  return (
    <span class={`badge ${status}`} title={said.says}>
      {said.word}
    </span>
  );
}

/** That an alert of the query fires now; nothing where none does. */
export function FiringBadge({ fires = [] }: { fires: string[] | undefined }) {
  if (fires.length === 0) return null;
  return (
    <span class="badge fires" title={`Fires now: ${fires.join(', ')}`}>
      Fires
    </span>
  );
}

/** Which alerts of the query fire now. */
export function FiringNote({ fires = [] }: { fires: string[] | undefined }) {
  if (fires.length === 0) return null;
  const names = fires.map((name) => `“${name}”`).join(', ');
  return (
    <div class="note bad">
      <Icon name="warn" />
      <p class="grow">
        {fires.length === 1 ? `The alert ${names} fires now.` : `These alerts fire now: ${names}.`}
      </p>
    </div>
  );
}

/** That a query is retired, and the way to the one to use instead. */
export function RetiredNote({ use }: { use: string | null }) {
  const { catalog, go } = useSession();
  const title = catalog.queries.find(({ slug }) => slug === use)?.title ?? use;
  return (
    <div class="note warn">
      <Icon name="warn" />
      <div class="grow">
        <p>
          This query is retired
          {title ? ': use “' + title + '” instead.' : ', and nobody looks after it any more.'}
        </p>
        {use && title && (
          <div class="row">
            <button
              type="button"
              class="button compact"
              onClick={() => go({ name: 'query', slug: use, title })}
            >
              Open it
              <span class="unseen">: {title}</span>
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
