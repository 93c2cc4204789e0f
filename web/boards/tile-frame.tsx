// What stands around each tile: its title, which leads to its query, how old it is where it is older than it should be, and
// why it has nothing newer. A tile that fails says so alone.
import type { ComponentChildren } from 'preact';
import type { Tile, TileQuery } from '../../domain/contract/board.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { gridStyle } from './grid.ts';
import type { Kept } from './use-kept.ts';

interface Props {
  tile: Tile;
  query: TileQuery;
  /** Its values, as the query's page takes them. */
  search: string;
  kept: Kept<{ ranAt: string; stale?: string | null }>;
  /** Seen by a share link: it leads nowhere. */
  isShared: boolean;
  children: ComponentChildren;
}

export function TileFrame({ tile, query, search, kept, isShared, children }: Props) {
  const title = tile.title || query.title;
  const { shown, problem, isBusy } = kept;
  return (
    <section
      class={`tile tile-${tile.kind}`}
      style={gridStyle(tile.at)}
      aria-label={title}
      aria-busy={isBusy}
    >
      <h2>{isShared ? title : <a href={routes.queryPage(query.slug) + search}>{title}</a>}</h2>
      <div class="tile-body">{shown === null && problem === null ? <Waiting /> : children}</div>
      {problem === null && shown?.stale && (
        <p class="tile-problem" role="status">
          <Icon name="warn" />
          <span>
            {shown.stale} It ran <TimeAgo at={shown.ranAt} />.
          </span>
        </p>
      )}
      {problem !== null && (
        <p class="tile-problem" role="status">
          <Icon name="warn" />
          <span>
            {problem.message}
            {shown !== null && (
              <>
                {' '}
                Shown is what it was <TimeAgo at={shown.ranAt} />.
              </>
            )}
          </span>
        </p>
      )}
    </section>
  );
}

const Waiting = () => <i class="shape tile-shape" role="status" aria-label="Loading" />;
