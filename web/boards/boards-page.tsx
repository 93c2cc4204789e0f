// All boards that the member may see; for authors also what is wrong with the files of boards.
import type { BoardList } from '../../domain/contract/board.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';

export function BoardsPage({ mayWrite }: { mayWrite: boolean }) {
  const [loaded, again] = useLoaded('boards', () => ask('GET boards'));
  useTitle('Boards');
  return (
    <div class="narrow stack">
      <div class="row wrap">
        <h1 class="grow">Boards</h1>
        {mayWrite && (
          <a class="button" href={routes.newBoardPage}>
            <Icon name="plus" />
            New board
          </a>
        )}
      </div>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <List list={loaded.value} />}
    </div>
  );
}

function List({ list: { boards, errors = [] } }: { list: BoardList }) {
  return (
    <>
      {errors.map(({ file, line, reason }) => (
        <div key={file} class="note warn">
          <Icon name="warn" />
          <p>
            <code>
              {file}
              {line === null ? '' : `:${line}`}
            </code>{' '}
            {reason}
          </p>
        </div>
      ))}
      {boards.length === 0 ? (
        <p class="empty quiet">
          There is no board yet. A board shows several queries on one page, with shared values.
        </p>
      ) : (
        <ul class="plain-list" aria-label="Boards">
          {boards.map(({ slug, title, description, updatedAt, owner }) => (
            <li key={slug}>
              <a href={routes.boardPage(slug)}>
                <strong>{title}</strong>
              </a>
              {description !== '' && <p>{description}</p>}
              <p class="quiet small">
                {owner && `${owner.name || owner.email}, `}changed <TimeAgo at={updatedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
