// What whoever has a share link of a board sees: its tiles, the values that may be changed, and how old it is.
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SharedBoard } from '../../domain/contract/link.ts';
import { routes } from '../../domain/routes.ts';
import { entriesFromSearch, valuesOf } from '../../ui/entries.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';
import { BoardTiles } from './board-tiles.tsx';
import { FullScreenButton } from './full-screen.tsx';
import { PictureButton } from './picture-button.tsx';
import { SharedValues } from './shared-values.tsx';
import { sharedTiles } from './tile-source.ts';

interface Props {
  token: string;
  search: string;
}

export function SharedBoardPage({ token, search }: Props) {
  const [loaded, again] = useLoaded(token, () => ask('GET shareBoard', { params: { token } }));
  useTitle(loaded.state === 'done' ? loaded.value.title : null);
  return (
    <main id="content" class="shared stack">
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <div class="narrow">
          <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
        </div>
      )}
      {loaded.state === 'done' && <Shared board={loaded.value} {...{ token, search }} />}
    </main>
  );
}

function Shared({ board, token, search }: Props & { board: SharedBoard }) {
  const { title, description, parameters } = board;
  const place = useRef<HTMLDivElement>(null);
  const [ranAt, setRanAt] = useState<Record<string, string>>({});
  const values = useMemo(
    () => valuesOf(parameters, entriesFromSearch(parameters, new URLSearchParams(search))),
    [search],
  );
  const source = useMemo(() => sharedTiles(token, search), [token, search]);
  const onShown = (id: string, at: string) => setRanAt((before) => ({ ...before, [id]: at }));
  const oldest = Object.values(ranAt).sort()[0];
  return (
    <div class="board stack" ref={place}>
      <div class="board-head">
        <h1>{title}</h1>
        <p class="quiet grow" role="status">
          {oldest && (
            <>
              As of <TimeAgo at={oldest} />
            </>
          )}
        </p>
        <div class="row wrap board-actions">
          <FullScreenButton place={place} />
          <PictureButton name="board" place={place} />
        </div>
      </div>
      {description !== '' && <Markdown text={description} />}
      {parameters.length > 0 && (
        <SharedValues
          key={search}
          {...{ board, search }}
          path={routes.shareBoardPage(token)}
          // Choices that a query gives are its own and not shared with this link.
          loadChoices={() => Promise.resolve([])}
        />
      )}
      <BoardTiles key={search} {...{ board, source, values, onShown }} wanted={0} />
    </div>
  );
}
