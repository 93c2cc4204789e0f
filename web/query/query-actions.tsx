// What can be done with a query besides running it: edit, copy, history, share, archive.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { searchFrom, type Entries } from '../../ui/entries.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask, ifMatch } from '../frame/ask.ts';
import { isSendAsked, SendDialog } from '../subscriptions/send-dialog.tsx';
import { SubscribeDialog } from '../subscriptions/subscribe-dialog.tsx';
import { BringBack } from './bring-back.tsx';
import { ShareQuery } from '../links/share-query.tsx';
import { UseInSheets } from './use-in-sheets.tsx';

interface Props {
  query: SavedQuery;
  entries: Entries;
  /** Whether the member may write queries of their own. */
  mayWrite: boolean;
  onChanged: () => void;
  /** Opens "The same, but …". */
  onVary: () => void;
}

export function QueryActions({ query, entries, mayWrite, onChanged, onVary }: Props) {
  const [opened, setOpened] = useState<Opened | null>(() => (isSendAsked() ? 'send' : null));
  const close = () => setOpened(null);
  const { slug, may, archivedAt, status } = query;
  return (
    <div class="row wrap query-actions">
      {archivedAt === null && <UseInSheets query={query} />}
      {archivedAt === null && (
        <button type="button" class="button compact" onClick={() => setOpened('send')}>
          <Icon name="table" />
          Send to a sheet…
        </button>
      )}
      {archivedAt === null && (
        <button type="button" class="button compact" onClick={onVary}>
          <Icon name="fork" />
          {query.variation?.may.change ? 'Change' : 'The same, but …'}
        </button>
      )}
      {may.edit && archivedAt === null && (
        <a class="button compact" href={routes.editPage(slug)}>
          <Icon name="edit" />
          Edit
        </a>
      )}
      {mayWrite && (
        <a class="button compact" href={`${routes.newQueryPage}?${forkOf(query, entries)}`}>
          <Icon name="fork" />
          Make a copy
        </a>
      )}
      {may.share && archivedAt === null && (
        <button type="button" class="button compact" onClick={() => setOpened('share')}>
          <Icon name="link" />
          Share
        </button>
      )}
      {archivedAt === null && (
        <a class="button compact" href={`${routes.alertsPage(slug)}${searchOf(query, entries)}`}>
          <Icon name="clock" />
          Alerts
        </a>
      )}
      {archivedAt === null && status !== 'draft' && (
        <button type="button" class="button compact" onClick={() => setOpened('subscribe')}>
          <Icon name="clock" />
          Subscribe
        </button>
      )}
      {mayWrite && query.variation === undefined && (
        <a class="button compact" href={routes.historyPage(slug)}>
          <Icon name="history" />
          History
        </a>
      )}
      {may.archive && archivedAt === null && <Archive query={query} onArchived={onChanged} />}
      {opened && <OpenedDialog {...{ opened, query, entries }} onClose={close} />}
    </div>
  );
}

type Opened = 'send' | 'share' | 'subscribe';

interface OpenedProps extends Pick<Props, 'query' | 'entries'> {
  opened: Opened;
  onClose: () => void;
}

function OpenedDialog({ opened, ...about }: OpenedProps) {
  if (opened === 'send') return <SendDialog {...about} />;
  return opened === 'share' ? <ShareQuery {...about} /> : <SubscribeDialog {...about} />;
}

// A copy is tried with the values that stand on the page.
function forkOf({ slug, parameters }: SavedQuery, entries: Entries): URLSearchParams {
  const values = String(searchFrom(parameters, entries));
  return new URLSearchParams({ fork: slug, ...(values === '' ? {} : { values }) });
}

// A new alert takes the values that stand on the page.
function searchOf({ parameters }: SavedQuery, entries: Entries): string {
  const search = String(searchFrom(parameters, entries));
  return search === '' ? '' : `?${search}`;
}

function Archive({ query, onArchived }: { query: SavedQuery; onArchived: () => void }) {
  const [asking, setAsking] = useState(false);
  const { slug, title, version, usage } = query;
  const archive = () =>
    ask('DELETE query', { params: { slug }, ...ifMatch(version) }).then(onArchived);
  return (
    <>
      <button type="button" class="button compact" onClick={() => setAsking(true)}>
        Archive
      </button>
      {asking && (
        <ActionDialog
          title={`Archive “${title}”?`}
          action={{ label: 'Archive it', run: archive, isDanger: true }}
          isQuestion
          onClose={() => setAsking(false)}
        >
          <p>
            Nobody finds or runs it any more. Linked ranges ({usage.ranges}) keep their values and
            say that it is gone; share links ({usage.links}) stop working
            <AlertsToo slug={slug} />. It can be brought back.
          </p>
        </ActionDialog>
      )}
    </>
  );
}

function AlertsToo({ slug }: { slug: string }) {
  const [loaded] = useLoaded(slug, () => ask('GET dependents', { params: { slug } }));
  if (loaded.state !== 'done' || loaded.value.alerts.length === 0) return null;
  return <>; alerts ({loaded.value.alerts.length}) tell that they cannot look any more</>;
}

/** Says what a query's state means for whoever reads it, with the way out. */
export function QueryState({ query, mayWrite, onChanged }: Omit<Props, 'entries' | 'onVary'>) {
  const { slug, title, status, use, problem, archivedAt } = query;
  return (
    <>
      {archivedAt !== null && (
        <div class="note warn" role="status">
          <Icon name="warn" />
          <p class="grow">This query is in the archive: nobody else finds it.</p>
          {mayWrite && <BringBack slug={slug} title={title} onDone={onChanged} />}
        </div>
      )}
      {status === 'retired' && (
        <div class="note warn">
          <Icon name="warn" />
          <p>
            This query is retired.
            {use && (
              <>
                {' '}
                Use <a href={routes.queryPage(use)}>{use}</a> instead.
              </>
            )}
          </p>
        </div>
      )}
      {problem && (
        <div class="note warn">
          <Icon name="warn" />
          <p>
            A draft that cannot run yet: {problem.line !== null && `line ${problem.line}: `}
            {problem.detail}
          </p>
        </div>
      )}
    </>
  );
}
