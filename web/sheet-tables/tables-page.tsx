// All sheet tables that the member may use: where their cells stand, how old their rows are, and what is wrong with them.
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

export function TablesPage() {
  const [loaded, again] = useLoaded('tables', () => ask('GET sheetTables'));
  useTitle('Sheet tables');
  return (
    <div class="narrow stack">
      <WayBack to={routes.catalog}>Catalog</WayBack>
      <h1>Sheet tables</h1>
      <p class="quiet">
        Cells of a spreadsheet that queries read beside the database. To make one, select its cells
        in the sheet and choose <em>Sheet tables</em> in the sidebar.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <List tables={loaded.value.tables} />}
    </div>
  );
}

function List({ tables }: { tables: readonly SheetTable[] }) {
  if (tables.length === 0) {
    return <p class="empty quiet">There is none yet that you may use.</p>;
  }
  return (
    <ul class="plain-list" aria-label="Sheet tables">
      {tables.map((table) => (
        <TableItem key={table.name} table={table} />
      ))}
    </ul>
  );
}

function TableItem({ table }: { table: SheetTable }) {
  const { name, title, place, publisher } = table;
  return (
    <li>
      <a href={routes.tablePage(name)}>
        <strong>{title}</strong>
      </a>{' '}
      <code>sheet.{name}</code>
      <p class="quiet small">
        {place.spreadsheet.name}, {place.tab}, of {publisher.name || publisher.email}
      </p>
      <RowsLine table={table} />
    </li>
  );
}

/** How many rows queries read, since when, and whether they are as the sheet is. */
export function RowsLine({ table: { rows, failed, readBy } }: { table: SheetTable }) {
  return (
    <p class="small table-state">
      <Icon name={failed ? 'warn' : rows ? 'good' : 'clock'} />
      <span>
        {rows === null ? (
          'No rows yet'
        ) : (
          <>
            {countWords(rows.rowCount, 'row')}, of <TimeAgo at={rows.at} />
            {rows.leftOut > 0 && `, ${countWords(rows.leftOut, 'row')} left out`}
          </>
        )}
        {readBy === 'server' && ', read anew at each run'}
        {failed && `. ${failedWords(failed.badCount)}`}
      </span>
    </p>
  );
}

const failedWords = (badCells: number) =>
  badCells > 0
    ? `${countWords(badCells, 'cell', 'cells')} of the sheet ${badCells === 1 ? 'does' : 'do'} not fit`
    : 'The sheet could not be taken over since then';
