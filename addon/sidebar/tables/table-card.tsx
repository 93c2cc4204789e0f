// One sheet table: how old its rows are, what is wrong with its cells, and what can be done with it.
import { useState } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import type { Problem } from '../../../domain/problem.ts';
import type { SheetTableView, TableWish } from '../../sheet-tables/table-views.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { BadCells } from './bad-cells.tsx';
import { ReadByField } from './read-by-field.tsx';
import { BAD_ROWS, USED_BY, usedByWords, wayOf, wishOf } from './table-words.ts';

interface Props {
  table: SheetTableView;
  /** Whom the server reads spreadsheets as; null: it reads none. */
  account: string | null;
  onChange: (table: SheetTableView) => void;
  onDelete: (name: string) => void;
}

type Change = Partial<Pick<TableWish, 'usedBy' | 'badRows' | 'columns' | 'readBy' | 'publishes'>>;

export function TableCard({ table, account, onChange, onDelete }: Props) {
  const { name, title, place, publisher, mayChange, readBy, publishes, unpublished } = table;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    await work().catch((error) => setProblem(problemOf(error)));
    setBusy(false);
  };
  const change = (over: Change) =>
    attempt(async () => onChange(await call('changeTable', { name, ...over })));
  const publish = () => attempt(async () => onChange(await call('publishTable', { name })));
  return (
    <article class="card stack small-gap" aria-label={title}>
      <h2>{title}</h2>
      <Age table={table} />
      <p>
        <code>sheet.{name}</code> from {place}, by {publisher}.{' '}
        {mayChange && `${usedByWords(table)}.`}
      </p>
      {publishes !== 'asked' && (
        <p class="freshness quiet">
          <Icon name="refresh" /> Published {publishes === 'edited' ? 'at each edit' : 'every hour'}
          , as you.
        </p>
      )}
      {unpublished && (
        <p class="tone bad">
          <Icon name="bad" /> Not published by itself: {unpublished.detail}
        </p>
      )}
      <BadCells table={table} />
      {mayChange && (
        <>
          <NewColumns table={table} change={change} attempt={attempt} isBusy={isBusy} />
          <div class="row wrap">
            <button
              type="button"
              class="button compact"
              disabled={isBusy}
              onClick={() => void publish()}
            >
              {isBusy ? 'Reading the cells…' : readBy === 'server' ? 'Read now' : 'Publish now'}
            </button>
          </div>
          <Settings {...{ table, account, change, isBusy }} />
          <DeleteTable table={table} attempt={attempt} onDelete={onDelete} />
        </>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
    </article>
  );
}

const STATES = {
  addon: { good: 'Published', failed: 'Not published', never: 'Never published' },
  server: { good: 'Read', failed: 'Cannot be read', never: 'Never read' },
};

function Age({ table: { rows, failed, readBy } }: Pick<Props, 'table'>) {
  const { start } = useSession();
  const { timeZone } = start.spreadsheet;
  const words = STATES[readBy];
  return (
    <p class="freshness">
      <span class={`tone ${failed ? 'bad' : rows ? 'good' : 'plain'}`}>
        <Icon name={failed ? 'bad' : rows ? 'good' : 'clock'} />
        {failed ? words.failed : rows ? words.good : words.never}
      </span>
      {rows && (
        <>
          {' · '}
          {failed && 'rows as of '}
          <TimeAgo at={rows.at} timeZone={timeZone} />
          {` · ${countWords(rows.rowCount, 'row')}`}
          {rows.leftOut > 0 && `, ${rows.leftOut} left out`}
        </>
      )}
    </p>
  );
}

type Attempt = (work: () => Promise<void>) => Promise<void>;

interface ChangeProps extends Pick<Props, 'table'> {
  change: (over: Change) => Promise<void>;
  isBusy: boolean;
}

function NewColumns({ table, change, attempt, isBusy }: ChangeProps & { attempt: Attempt }) {
  const { name, newHeaders, columns } = table;
  if (newHeaders.length === 0) return null;
  const add = () =>
    attempt(async () => {
      const { columns: added } = await call('proposeColumns', { name, headers: newHeaders });
      await change({ columns: [...columns, ...added.map(({ says: _says, ...one }) => one)] });
    });
  return (
    <div class="note" role="status">
      <Icon name="plus" />
      <div class="grow stack small-gap">
        <p>
          {newHeaders.length === 1 ? 'A column is new' : `${newHeaders.length} columns are new`} in
          the sheet: {newHeaders.join(', ')}.
        </p>
        <div>
          <button type="button" class="button compact" disabled={isBusy} onClick={() => void add()}>
            Add to the table
          </button>
        </div>
      </div>
    </div>
  );
}

function Settings({ table, account, change, isBusy }: ChangeProps & Pick<Props, 'account'>) {
  const usedBy = table.usedBy === 'some' ? { some: 'Some people and groups' } : {};
  return (
    <details class="stack">
      <summary>Settings</summary>
      <fieldset class="stack" disabled={isBusy}>
        <SelectField
          label="Who may use it in queries"
          value={table.usedBy}
          options={{ ...usedBy, ...USED_BY }}
          onChange={(chosen) => void change({ usedBy: chosen as TableWish['usedBy'] })}
        />
        <SelectField
          label="A cell that does not fit"
          value={table.badRows}
          options={BAD_ROWS}
          onChange={(chosen) => void change({ badRows: chosen as TableWish['badRows'] })}
        />
        <ReadByField
          way={wayOf(table)}
          account={account}
          onChange={(way) => void change(wishOf(way))}
        />
      </fieldset>
    </details>
  );
}

function DeleteTable({
  table: { name, title, queries },
  attempt,
  onDelete,
}: Pick<Props, 'table' | 'onDelete'> & { attempt: Attempt }) {
  const { ask } = useSession();
  const remove = async () => {
    const yes = await ask({
      title: `Delete the table ${title}?`,
      sentences: [
        'The cells stay as they are. Queries that read the table fail from then on.',
        ...(queries?.length ? ['These read it now:'] : []),
      ],
      list: (queries ?? []).map((query) => query.title),
      ...{ yes: 'Delete the table', danger: true },
    });
    if (!yes) return;
    await attempt(async () => {
      await call('deleteTable', { name });
      onDelete(name);
    });
  };
  return (
    <div>
      <button type="button" class="plain-button danger" onClick={() => void remove()}>
        Delete the table
      </button>
    </div>
  );
}
