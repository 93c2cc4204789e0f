// A query in the sidebar: what it tells, its parameters, the first rows, and where to insert it.
import { useMemo, useState } from 'preact/hooks';
import { Icon } from '../../../ui/icon.tsx';
import { useLoaded } from '../../../ui/loaded.ts';
import { withNotes } from '../../../domain/cells/column-notes.ts';
import { contentOf } from '../../../domain/cells/content.ts';
import { routes } from '../../../domain/routes.ts';
import { DEFAULT_OPTIONS } from '../../../domain/linked-range.ts';
import type { PreviewView, QueryView as Opened, RangeOptions } from '../../sidebar-functions.ts';
import { SheetComments } from '../comments/sheet-comments.tsx';
import { ChosenForm } from '../ranges/chosen-form.tsx';
import { OwnNote } from '../variations/own-note.tsx';
import { TheSameBut } from '../variations/the-same-but.tsx';
import { useWords } from './use-words.ts';
import { useWholeRun } from './whole-run.ts';
import { InsertBar } from './insert-bar.tsx';
import { HowItWorks } from '../../../ui/sentences/how-it-works.tsx';
import { LinkedHere } from './linked-here.tsx';
import { offeredPicture } from './picture-offer.tsx';
import { FiringNote, RetiredNote, StatusBadge } from './query-status.tsx';
import { QueryPreview } from './query-preview.tsx';
import { Opening } from '../opening.tsx';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { ValuesForm, useForm } from './values-form.tsx';
import { ViewHead } from '../view-head.tsx';

export function QueryView({ slug, title }: { slug: string; title: string }) {
  const [opened, again] = useLoaded(slug, () => call('openQuery', { slug }));
  return (
    <>
      <ViewHead title={opened.state === 'done' ? opened.value.query.title : title}>
        <FavouriteButton slug={slug} />
      </ViewHead>
      {opened.state === 'done' ? (
        <OpenedQuery opened={opened.value} onChanged={again} />
      ) : (
        <Opening {...{ opened, again }}>
          <QueryShape />
        </Opening>
      )}
    </>
  );
}

function FavouriteButton({ slug }: { slug: string }) {
  const { favourites, setFavourites } = useSession();
  const [failed, setFailed] = useState(false);
  const favourite = favourites.includes(slug);
  const toggle = () => {
    const others = favourites.filter((other) => other !== slug);
    setFavourites(favourite ? others : [...others, slug]);
    call('setFavourite', { slug, favourite: !favourite }).then(
      (kept) => setFavourites(kept.favourites),
      () => {
        setFavourites(favourites);
        setFailed(true);
      },
    );
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-pressed={favourite}
        aria-label="Favourite"
        title={favourite ? 'A favourite: listed first' : 'Make it a favourite, listed first'}
        onClick={toggle}
      >
        <Icon name="star" />
      </button>
      <span class="unseen" role="status">
        {failed ? 'The favourite could not be kept.' : ''}
      </span>
    </>
  );
}

function OpenedQuery({ opened: { query }, onChanged }: { opened: Opened; onChanged: () => void }) {
  const { parameters } = query;
  const form = useForm(query);
  const { entries, ownErrors, values, preview, ready, refuse } = form;
  const [options, setOptions] = useState<RangeOptions>(() => ({
    ...DEFAULT_OPTIONS,
    exactText: exactTextOf(query),
  }));
  const { exactText, filter, sort } = options;
  const asked = { slug: query.slug, values, exactText };
  const isReady = Object.keys(ownErrors).length === 0 && preview.startedAt === null;
  const whole = useWholeRun(asked, isReady ? preview.shown : null, { filter, sort });
  const { notes, words } = useWords(query, preview.shown);
  const columns = useMemo(() => columnsOf(query, preview.shown), [preview.shown]);
  return (
    <>
      <main class="fill scroll pad stack wide">
        <Story query={query} />
        <OwnNote query={query} onChanged={onChanged} />
        <LinkedHere slug={query.slug} />
        <ValuesForm query={query} form={form} />
        <QueryPreview
          preview={preview}
          parameters={parameters}
          entries={entries}
          whole={whole}
          options={options}
          notes={notes}
          ownErrors={ownErrors}
          met={{ slug: query.slug, title: query.title, range: null, values }}
          owner={query.owner ?? null}
        />
        {columns.length > 0 && (
          <ChosenForm
            columns={columns}
            options={options}
            change={(part) => setOptions({ ...options, ...part })}
          />
        )}
        <TheSameBut query={query} />
        <QueryComments slug={query.slug} />
        <HowItWorks
          of={`${query.slug} ${query.version}`}
          read={() => call('readSentences', { slug: query.slug })}
          tables={words}
        />
        <Sql query={query} />
      </main>
      <InsertBar
        asked={asked}
        options={options}
        take={whole.take}
        columns={options.columns.length || columns.length || 1}
        rows={whole.chosen?.rowCount ?? null}
        offered={offeredPicture(query, preview.shown)}
        ready={ready}
        onRefused={refuse}
      />
    </>
  );
}

// Its author wants every digit of these, as text.
const exactTextOf = ({ columns = [] }: Opened['query']): string[] =>
  columns.filter(({ format }) => format === 'text').map(({ name }) => name);

// The columns of the result as they will be called in the sheet.
function columnsOf({ columns: notes = [] }: Opened['query'], shown: PreviewView | null) {
  if (!shown) return [];
  const { columns } = contentOf(
    { ...shown, rows: [], truncated: false },
    { exactText: [], timeZone: 'UTC' },
  );
  const labelled = columns.map((column) => ({ ...column, label: column.name }));
  return withNotes(labelled, notes).map(({ name, label, kind }) => ({ name, label, type: kind }));
}

// Read when they are opened: who looks for a query waits for nothing more.
function QueryComments({ slug }: { slug: string }) {
  const [wasOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(wasOpen || event.currentTarget.open)}>
      <summary>Comments</summary>
      {wasOpen && <SheetComments slug={slug} range={null} />}
    </details>
  );
}

function Sql({ query }: Pick<Opened, 'query'>) {
  const { pagesUrl } = useSession().start;
  return (
    <details>
      <summary>SQL</summary>
      <pre class="sql" tabIndex={0}>
        {query.sql}
      </pre>
      <a
        class="small"
        href={pagesUrl.replace(/\/$/, '') + routes.queryPage(query.slug)}
        target="_blank"
        rel="noopener"
      >
        Open the query’s page
      </a>
    </details>
  );
}

function Story({ query }: Pick<Opened, 'query'>) {
  return (
    <div class="stack small-gap">
      {query.description && <p class="description">{query.description}</p>}
      <p class="quiet small">
        <StatusBadge status={query.status ?? null} /> {[query.source, ...query.tags].join(' · ')}
      </p>
      <FiringNote fires={query.fires} />
      {query.status === 'retired' && <RetiredNote use={query.use ?? null} />}
    </div>
  );
}

function QueryShape() {
  return (
    <div class="stack" role="status" aria-label="Loading the query">
      <i class="shape" style={{ width: '240px' }} />
      <i class="shape" style={{ width: '180px' }} />
      <i class="shape" style={{ height: '32px', marginTop: '16px' }} />
      <i class="shape" style={{ height: '32px' }} />
      <i class="shape" style={{ height: '140px', marginTop: '16px' }} />
    </div>
  );
}
