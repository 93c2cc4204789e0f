// Makes and changes a board: its tiles are placed on the grid, and each says what it shows.
import { useState } from 'preact/hooks';
import type { Board, BoardContent, Tile, TilePlace } from '../../domain/contract/board.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { newRun } from '../../ui/new-run.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { EditorGrid } from './editor-grid.tsx';
import { moved, placeBelow } from './grid.ts';
import { SharedParameters } from './shared-parameters.tsx';
import { TileForm } from './tile-form.tsx';
import { useTitle } from '../frame/title.ts';

/** Null: a new one. */
export function BoardEditor({ slug }: { slug: string | null }) {
  const [loaded, again] = useLoaded(slug ?? '', () => boardToEdit(slug));
  useTitle(slug === null ? 'New board' : 'Edit a board');
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  }
  return <Editor board={loaded.value} />;
}

const nothing: BoardContent = {
  ...{ title: '', description: '', parameters: [], refreshSeconds: 300, tiles: [] },
};

async function boardToEdit(slug: string | null): Promise<Board | null> {
  if (slug === null) return null;
  const board = await ask('GET board', { params: { slug } });
  if (board.content !== null) return board;
  const detail =
    board.file === null
      ? 'Only the owner of a board and admins change it.'
      : `This board is written in ${board.file}. Change it there.`;
  throw new Problem('forbidden', detail);
}

function Editor({ board }: { board: Board | null }) {
  const [content, setContent] = useState(board?.content ?? nothing);
  const [chosen, setChosen] = useState<string | null>(null);
  const { tiles } = content;
  const tile = tiles.find(({ id }) => id === chosen);
  const change = (part: Partial<BoardContent>) => setContent({ ...content, ...part });
  const place = (id: string, at: TilePlace) => change({ tiles: moved(tiles, id, at) });
  const add = (kind: Tile['kind']) => {
    const made = newTile(kind, tiles);
    change({ tiles: [...tiles, made] });
    setChosen(made.id);
  };
  return (
    <div class="stack">
      <h1>{board === null ? 'New board' : `Edit ${board.title}`}</h1>
      <div class="board-editor">
        <div class="stack">
          <div class="row wrap" role="group" aria-label="Add a tile">
            {(['number', 'chart', 'table', 'text'] as const).map((kind) => (
              <button key={kind} type="button" class="button compact" onClick={() => add(kind)}>
                <Icon name="plus" />
                {kind[0]?.toUpperCase()}
                {kind.slice(1)}
              </button>
            ))}
          </div>
          {tiles.length === 0 && <p class="quiet">Add a tile to begin.</p>}
          <EditorGrid {...{ tiles, chosen }} onChoose={setChosen} onPlace={place} />
        </div>
        <div class="stack">
          {tile && (
            <TileForm
              key={tile.id}
              tile={tile}
              onChange={(next) =>
                change({ tiles: tiles.map((each) => (each.id === next.id ? next : each)) })
              }
              onRemove={() => change({ tiles: tiles.filter(({ id }) => id !== tile.id) })}
            />
          )}
          <BoardFields content={content} onChange={change} />
          <Ending board={board} content={content} />
        </div>
      </div>
    </div>
  );
}

function newTile(kind: Tile['kind'], tiles: readonly Tile[]): Tile {
  const id = `tile-${newRun().slice(0, 8)}`;
  if (kind === 'text') {
    return { id, kind, title: '', text: 'Write here.', at: placeBelow(tiles, 4, 2) };
  }
  const at = placeBelow(tiles, kind === 'number' ? 3 : 6, kind === 'number' ? 2 : 4);
  return { id, kind, title: '', query: '', values: {}, at };
}

function BoardFields({
  content,
  onChange,
}: {
  content: BoardContent;
  onChange: (part: Partial<BoardContent>) => void;
}) {
  const { title, description, parameters, tiles } = content;
  return (
    <>
      <TextField
        label="Title of the board"
        text={title}
        onChange={(text) => onChange({ title: text })}
        required
        maxLength={200}
      />
      <TextField
        label="Description"
        text={description}
        onChange={(text) => onChange({ description: text })}
        maxLength={2000}
      />
      <SharedParameters
        tiles={tiles}
        parameters={parameters}
        onChange={(next) => onChange({ parameters: next })}
      />
    </>
  );
}

function Ending({ board, content }: { board: Board | null; content: BoardContent }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isAsked, setAsked] = useState(false);
  const isEmpty = content.tiles.some((tile) => tile.kind !== 'text' && tile.query === '');
  const save = () => {
    setProblem(null);
    saved(board, content).then(
      ({ slug }) => goTo(routes.boardPage(slug)),
      (error) => setProblem(problemOf(error)),
    );
  };
  return (
    <>
      {problem && <ProblemNote problem={problem} takeFocus />}
      {isEmpty && <p class="quiet small">A tile has no query yet.</p>}
      <div class="row wrap">
        <button
          type="button"
          class="button primary"
          disabled={content.title.trim() === '' || isEmpty}
          onClick={save}
        >
          Save
        </button>
        <a class="button" href={board === null ? routes.boardsPage : routes.boardPage(board.slug)}>
          Cancel
        </a>
        {board !== null && (
          <button type="button" class="button danger" onClick={() => setAsked(true)}>
            Delete
          </button>
        )}
      </div>
      {isAsked && board !== null && (
        <ActionDialog
          title="Delete this board?"
          action={{ label: 'Delete it', run: () => deleted(board.slug), isDanger: true }}
          isQuestion
          onClose={() => setAsked(false)}
        >
          <p>Its queries stay. What people said about the board is not shown any more.</p>
        </ActionDialog>
      )}
    </>
  );
}

const saved = (board: Board | null, content: BoardContent) =>
  board === null
    ? ask('POST boards', { body: { content } })
    : ask('PUT board', {
        params: { slug: board.slug },
        body: { version: board.version, content },
      });

async function deleted(slug: string): Promise<void> {
  await ask('DELETE board', { params: { slug } });
  goTo(routes.boardsPage);
}
