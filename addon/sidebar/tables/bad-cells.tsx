// The cells of a sheet table that do not fit their column, each leading to its cell, and who waits for them.
import { useState } from 'preact/hooks';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import type { SheetTableView } from '../../sheet-tables/table-views.ts';
import { call } from '../server.ts';

export function BadCells({ table: { name, failed, queries, readBy } }: { table: SheetTableView }) {
  const [gone, setGone] = useState<string | null>(null);
  if (!failed) return null;
  const { badCells, badCount, detail } = failed;
  const more = badCount - badCells.length;
  const go = (cell: string) => {
    setGone(null);
    call('goToCell', { name, cell }).catch((error) => setGone(problemOf(error).message));
  };
  return (
    <div class="note bad" role="alert">
      <Icon name="bad" />
      <div class="grow stack small-gap">
        {badCells.length === 0 ? (
          <p>{detail}</p>
        ) : (
          <>
            <p>
              {badCount === 1 ? 'One cell does not fit.' : `${badCount} cells do not fit.`} Until{' '}
              {badCount === 1 ? 'it is' : 'they are'} mended,{' '}
              {readBy === 'server'
                ? 'queries that read the table fail.'
                : 'queries read the rows from before.'}
            </p>
            <ul class="plain-list bad-cells">
              {badCells.map(({ cell, shown, reason, column }) => (
                <li key={cell}>
                  <button type="button" class="plain-button" onClick={() => go(cell)}>
                    {cell}
                  </button>{' '}
                  “{shown}” {reason} <span class="quiet">({column})</span>
                </li>
              ))}
            </ul>
            {more > 0 && <p>And {more} more.</p>}
          </>
        )}
        {queries && queries.length > 0 && (
          <p>Waiting for it: {queries.map(({ title }) => title).join(', ')}.</p>
        )}
        {gone && <p>{gone}</p>}
      </div>
    </div>
  );
}
