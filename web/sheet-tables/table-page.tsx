// One sheet table: its columns, its rows' age, cells that do not fit, who may use it, and which queries read it.
import { useState } from 'preact/hooks';
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { AudienceDialog } from '../audience/audience-dialog.tsx';
import { audienceWords } from '../audience/audience-words.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { RowsLine } from './tables-page.tsx';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

export function TablePage({ name }: { name: string }) {
  const [loaded, again] = useLoaded(name, () => ask('GET sheetTable', { params: { name } }));
  const title = loaded.state === 'done' ? loaded.value.title : name;
  useTitle(title);
  return (
    <div class="narrow stack">
      <WayBack to={routes.tablesPage}>Sheet tables</WayBack>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
      {loaded.state === 'done' && <Loaded table={loaded.value} onChanged={again} />}
    </div>
  );
}

interface Props {
  table: SheetTable;
  /** The table is not what it was. */
  onChanged: () => void;
}

function Loaded({ table, onChanged }: Props) {
  const { name, title, place, publisher, may } = table;
  const { url = `https://docs.google.com/spreadsheets/d/${place.spreadsheet.id}` } =
    place.spreadsheet;
  return (
    <>
      <h1>{title}</h1>
      <p class="quiet">
        <code>sheet.{name}</code> in SQL; the cells stand in{' '}
        <a href={url} target="_blank" rel="noopener">
          {place.spreadsheet.name || 'the spreadsheet'}
        </a>
        , {place.tab} {place.range}, and belong to {publisher.name || publisher.email}.
      </p>
      <RowsLine table={table} />
      <BadCells table={table} />
      <Columns table={table} />
      <UsedIn table={table} />
      {may.change && <Uses {...{ table, onChanged }} />}
      {may.change && <DeleteIt table={table} />}
    </>
  );
}

function BadCells({ table: { failed } }: { table: SheetTable }) {
  if (failed === null) return null;
  const { detail, badCells, badCount, at } = failed;
  const more = badCount - badCells.length;
  return (
    <section class="note warn" aria-label="What does not fit">
      <div class="stack">
        <p>
          <TimeAgo at={at} />: {detail}
        </p>
        {badCells.length > 0 && (
          <ul class="plain-list">
            {badCells.map(({ cell, column, shown, reason, url }) => (
              <li key={cell}>
                <a href={url} target="_blank" rel="noopener">
                  {cell}
                </a>{' '}
                in {column}: “{shown}” {reason}
              </li>
            ))}
            {more > 0 && <li class="quiet">and {countWords(more, 'more', 'more')}</li>}
          </ul>
        )}
      </div>
    </section>
  );
}

function Columns({ table: { columns, newHeaders } }: { table: SheetTable }) {
  return (
    <section class="stack" aria-label="Columns">
      <table class="list-table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Header in the sheet</th>
            <th scope="col">Type</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, header, type }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>{header}</td>
              <td>{type}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {newHeaders.length > 0 && (
        <p class="quiet small">
          The sheet also has {newHeaders.join(', ')}; the sidebar takes{' '}
          {newHeaders.length === 1 ? 'it' : 'them'} over as{' '}
          {countWords(newHeaders.length, 'column')}.
        </p>
      )}
    </section>
  );
}

function UsedIn({ table: { queries = [] } }: { table: SheetTable }) {
  return (
    <section class="table-part" aria-label="Queries that read it">
      <h2>Queries that read it</h2>
      {queries.length === 0 ? (
        <p class="quiet">None that you may see.</p>
      ) : (
        <ul class="plain-list">
          {queries.map(({ slug, title }) => (
            <li key={slug}>
              <a href={routes.queryPage(slug)}>{title}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Uses({ table, onChanged }: Props) {
  const [open, setOpen] = useState(false);
  const { name, usedBy = null } = table;
  return (
    <p>
      It may be used by {audienceWords(usedBy, 'everybody')}.{' '}
      <button type="button" class="plain-button" onClick={() => setOpen(true)}>
        Change
      </button>
      {open && (
        <AudienceDialog
          title="Who may use this table"
          label="In queries it is used by"
          before={usedBy}
          onSave={async (next) => {
            await ask('PUT sheetTable', { params: { name }, body: { usedBy: next } });
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        >
          Its publisher and admins may in any case. A query that reads it is run only by whoever may
          use it.
        </AudienceDialog>
      )}
    </p>
  );
}

function DeleteIt({ table: { name, title, queries = [] } }: { table: SheetTable }) {
  const [asking, setAsking] = useState(false);
  const run = async () => {
    await ask('DELETE sheetTable', { params: { name } });
    goTo(routes.tablesPage);
  };
  return (
    <div>
      <button type="button" class="button compact danger" onClick={() => setAsking(true)}>
        Delete this table
      </button>
      {asking && (
        <ActionDialog
          title={`Delete “${title}”?`}
          action={{ label: 'Delete it', run, isDanger: true }}
          isQuestion
          onClose={() => setAsking(false)}
        >
          <p>
            The spreadsheet stays as it is.{' '}
            {queries.length > 0 &&
              `${countWords(queries.length, 'query', 'queries')} that ${queries.length === 1 ? 'reads' : 'read'} it will fail: ${queries.map((query) => query.title).join(', ')}.`}
          </p>
        </ActionDialog>
      )}
    </div>
  );
}
