// A board: its shared values, which stand in the address, its tiles, and what people say about it.
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Board } from '../../domain/contract/board.ts';
import { routes } from '../../domain/routes.ts';
import {
  entriesFromSearch,
  entryErrors,
  searchFrom,
  valuesOf,
  type Entries,
} from '../../ui/entries.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ParameterForm } from '../../ui/fields/parameter-form.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { Comments } from '../comments/comments.tsx';
import { useTalk } from '../comments/use-talk.ts';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { BoardTiles } from './board-tiles.tsx';
import { useTitle } from '../frame/title.ts';

export function BoardPage({ slug, search }: { slug: string; search: string }) {
  const [loaded, again] = useLoaded(slug, () => ask('GET board', { params: { slug } }));
  useTitle(loaded.state === 'done' ? loaded.value.title : null);
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return (
      <div class="narrow stack">
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
        <p>
          <a href={routes.boardsPage}>All boards</a>
        </p>
      </div>
    );
  }
  return <Loaded board={loaded.value} search={search} />;
}

function Loaded({ board, search }: { board: Board; search: string }) {
  const { parameters, slug, description } = board;
  const place = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(0);
  const [ranAt, setRanAt] = useState<Record<string, string>>({});
  const talk = useTalk(`board:${slug}`, null);
  const values = useMemo(
    () => valuesOf(parameters, entriesFromSearch(parameters, new URLSearchParams(search))),
    [search],
  );
  const onShown = (id: string, at: string) => setRanAt((before) => ({ ...before, [id]: at }));
  const oldest = Object.values(ranAt).sort()[0];
  return (
    <div class="board stack" ref={place}>
      <div class="board-head">
        <p class="way-back-line">
          <a class="way-back" href={routes.boardsPage}>
            ‹ Boards
          </a>
        </p>
        <h1>{board.title}</h1>
        <p class="quiet grow" role="status">
          {oldest && (
            <>
              As of <TimeAgo at={oldest} />
            </>
          )}
        </p>
        <Actions board={board} onRefresh={() => setWanted(wanted + 1)} place={place} />
      </div>
      {description !== '' && <Markdown text={description} />}
      {parameters.length > 0 && <SharedValues key={search} board={board} search={search} />}
      <BoardTiles key={search} {...{ board, values, wanted, onShown }} />
      <Comments talk={talk} />
    </div>
  );
}

interface ActionsProps {
  board: Board;
  onRefresh: () => void;
  place: { current: HTMLDivElement | null };
}

function Actions({ board: { slug, may, file }, onRefresh, place }: ActionsProps) {
  return (
    <div class="row wrap board-actions">
      <button type="button" class="button compact" onClick={onRefresh}>
        <Icon name="refresh" />
        Refresh
      </button>
      <button
        type="button"
        class="button compact"
        onClick={() => void place.current?.requestFullscreen().catch(() => undefined)}
      >
        <Icon name="goTo" />
        Full screen
      </button>
      {may.edit && (
        <a class="button compact" href={routes.boardEditPage(slug)}>
          <Icon name="edit" />
          Edit
        </a>
      )}
      {may.edit && (
        <a class="button compact" href={routes.boardFile(slug)} download={`${slug}.yaml`}>
          <Icon name="download" />
          YAML
        </a>
      )}
      {file !== null && <span class="quiet small">Written in {file}</span>}
    </div>
  );
}

const formId = 'shared';

function SharedValues({ board, search }: { board: Board; search: string }) {
  const { parameters, slug, tiles } = board;
  const [entries, setEntries] = useState<Entries>(() =>
    entriesFromSearch(parameters, new URLSearchParams(search)),
  );
  const [isAsked, setAsked] = useState(false);
  const errors = entryErrors(parameters, entries);
  // Choices that another query gives are those of a query on the board that has them.
  const loadChoices = async (name: string) => {
    const having = tiles.flatMap((seen) =>
      !seen.hidden && seen.query?.parameters.some((one) => one.name === name)
        ? [seen.query.slug]
        : [],
    );
    const [first] = having;
    if (first === undefined) return [];
    const params = { slug: first, parameter: name };
    return (await ask('GET choices', { params })).choices;
  };
  const apply = () => {
    setAsked(true);
    if (Object.keys(errors).length > 0) return;
    const next = searchFrom(parameters, entries).toString();
    goTo(routes.boardPage(slug) + (next === '' ? '' : `?${next}`));
  };
  return (
    <form
      class="parameters"
      aria-label="Shared values"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <ParameterForm
        parameters={parameters}
        entries={entries}
        onChange={setEntries}
        errors={isAsked ? errors : {}}
        idPrefix={formId}
        timeZone={board.timeZone}
        loadChoices={loadChoices}
      />
      <button type="submit" class="button primary">
        Apply
      </button>
    </form>
  );
}
