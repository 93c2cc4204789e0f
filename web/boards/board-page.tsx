// A board: its shared values, which stand in the address, its tiles, and what people say about it.
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Board } from '../../domain/contract/board.ts';
import type { Choice } from '../../domain/contract/parameter.ts';
import { routes } from '../../domain/routes.ts';
import { entriesFromSearch, valuesOf } from '../../ui/entries.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { Comments } from '../comments/comments.tsx';
import { useTalk } from '../comments/use-talk.ts';
import { ask } from '../frame/ask.ts';
import { BoardTiles } from './board-tiles.tsx';
import { FullScreenButton } from './full-screen.tsx';
import { PictureButton } from './picture-button.tsx';
import { ShareBoard } from './share-board.tsx';
import { SharedValues } from './shared-values.tsx';
import { membersTiles } from './tile-source.ts';
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
        <Actions {...{ board, search, place }} onRefresh={() => setWanted(wanted + 1)} />
      </div>
      {description !== '' && <Markdown text={description} />}
      {parameters.length > 0 && (
        <SharedValues
          key={search}
          {...{ board, search }}
          path={routes.boardPage(slug)}
          loadChoices={(name) => choicesOf(board, name)}
        />
      )}
      <BoardTiles
        key={search}
        {...{ board, values, wanted, onShown }}
        source={membersTiles(slug)}
      />
      <Comments talk={talk} />
    </div>
  );
}

interface ActionsProps {
  board: Board;
  search: string;
  onRefresh: () => void;
  place: { current: HTMLDivElement | null };
}

function Actions({ board, search, onRefresh, place }: ActionsProps) {
  const { slug, may, file } = board;
  const [isSharing, setSharing] = useState(false);
  return (
    <div class="row wrap board-actions">
      <button type="button" class="button compact" onClick={onRefresh}>
        <Icon name="refresh" />
        Refresh
      </button>
      <FullScreenButton place={place} />
      <PictureButton name={slug} place={place} />
      {may.share && (
        <button type="button" class="button compact" onClick={() => setSharing(true)}>
          <Icon name="link" />
          Share
        </button>
      )}
      {isSharing && <ShareBoard {...{ board, search }} onClose={() => setSharing(false)} />}
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

// Choices that another query gives are those of a query on the board that has them.
async function choicesOf({ tiles }: Board, name: string): Promise<Choice[]> {
  const [first] = tiles.flatMap((seen) =>
    !seen.hidden && seen.query?.parameters.some((one) => one.name === name)
      ? [seen.query.slug]
      : [],
  );
  if (first === undefined) return [];
  return (await ask('GET choices', { params: { slug: first, parameter: name } })).choices;
}
