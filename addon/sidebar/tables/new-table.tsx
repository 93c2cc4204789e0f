// A new sheet table: its name, its columns with types proposed from the cells, and who may use it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { Field } from '../../../ui/fields/field.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { Problem } from '../../../domain/problem.ts';
import type { ProposedColumn } from '../../../domain/sheet-tables/proposal.ts';
import type { SheetTableView, TableProposal, TableWish } from '../../sheet-tables/table-views.ts';
import { call } from '../server.ts';
import { ColumnFields } from './column-fields.tsx';
import { ReadByField } from './read-by-field.tsx';
import { BAD_ROWS, USED_BY, wayOf, wishOf } from './table-words.ts';

interface Props {
  /** Whom the server reads spreadsheets as; null: it reads none. */
  account: string | null;
  proposal: TableProposal;
  onWhole: () => void;
  onMade: (table: SheetTableView) => void;
  onCancel: () => void;
}

type Wish = Omit<TableWish, 'columns'> & { columns: ProposedColumn[] };

export function NewTable({ account, proposal, onWhole, onMade, onCancel }: Props) {
  const { place, whole, rowCount, faults } = proposal;
  const [wish, setWish] = useState<Wish>(() => ({
    ...{ name: proposal.name, title: proposal.title, columns: proposal.columns, whole },
    ...{ usedBy: 'everybody', badRows: 'fail', ...wishOf('edited') },
  }));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = (over: Partial<Wish>) => setWish({ ...wish, ...over });
  const stack = (tabs: string | undefined) => {
    const { tabs: _before, ...others } = wish;
    setWish(tabs === undefined ? others : { ...others, tabs });
  };
  const make = async () => {
    setBusy(true);
    setProblem(null);
    const columns = wish.columns.map(({ says: _says, ...column }) => column);
    await call('makeTable', { ...wish, columns }).then(onMade, (error) =>
      setProblem(problemOf(error)),
    );
    setBusy(false);
  };
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <form
      class="card stack"
      aria-labelledby="new-table"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h2 id="new-table" tabIndex={-1} ref={heading}>
        New table
      </h2>
      <p>
        From {place}: {countWords(rowCount, 'row')}. It grows downwards with what is written there.
      </p>
      {!whole && <WholeTab onWhole={onWhole} />}
      {whole && <StackField proposal={proposal} tabs={wish.tabs} onChange={stack} />}
      <Faults faults={faults} />
      <NameFields wish={wish} onChange={change} />
      <ColumnFields columns={wish.columns} onChange={(columns) => change({ columns })} />
      <SelectField
        label="Who may use it in queries"
        value={wish.usedBy}
        options={USED_BY}
        onChange={(usedBy) => change({ usedBy: usedBy as TableWish['usedBy'] })}
      />
      <p class="field-hint">
        Whoever may use it sees its rows in results. Single people and groups are chosen on its
        page.
      </p>
      <SelectField
        label="A cell that does not fit"
        value={wish.badRows}
        options={BAD_ROWS}
        onChange={(badRows) => change({ badRows: badRows as TableWish['badRows'] })}
      />
      <ReadByField way={wayOf(wish)} account={account} onChange={(way) => change(wishOf(way))} />
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="row">
        <button
          type="submit"
          class="button primary compact"
          disabled={isBusy || faults.length > 0 || wish.columns.length === 0}
        >
          {isBusy ? 'Publishing…' : 'Make the table'}
        </button>
        <button type="button" class="plain-button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function WholeTab({ onWhole }: Pick<Props, 'onWhole'>) {
  return (
    <div>
      <button type="button" class="plain-button" onClick={onWhole}>
        Use the whole tab instead
      </button>
    </div>
  );
}

interface StackProps extends Pick<Props, 'proposal'> {
  tabs: string | undefined;
  onChange: (tabs: string | undefined) => void;
}

function StackField({ proposal: { stacks }, tabs, onChange }: StackProps) {
  if (stacks === null) return null;
  const { pattern, tabs: names } = stacks;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={tabs !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? pattern : undefined)}
      />
      <span>
        All tabs named like {pattern}
        <span class="field-hint block">
          {names.length} now ({names.slice(0, 3).join(', ')}
          {names.length > 3 && ' …'}), and those that come. A column <code>tab</code> says which.
        </span>
      </span>
    </label>
  );
}

function Faults({ faults }: Pick<TableProposal, 'faults'>) {
  if (faults.length === 0) return null;
  return (
    <div class="note warn" role="status">
      <Icon name="warn" />
      <div class="grow">
        {faults.map((fault) => (
          <p key={fault}>{fault}</p>
        ))}
      </div>
    </div>
  );
}

interface NameProps {
  wish: Pick<TableWish, 'name' | 'title'>;
  onChange: (over: Pick<TableWish, 'name'> | Pick<TableWish, 'title'>) => void;
}

function NameFields({ wish, onChange }: NameProps) {
  return (
    <>
      <Field label="What it is called">
        {(id) => (
          <input
            id={id}
            class="input"
            value={wish.title}
            required
            onInput={(event) => onChange({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Its name in SQL">
        {(id) => (
          <input
            id={id}
            class="input code"
            value={wish.name}
            required
            pattern="[a-z][a-z0-9_]*"
            title="Lower-case letters, digits and underscores, a letter first"
            onInput={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <p class="field-hint">
        Queries read it as <code>sheet.{wish.name}</code>
      </p>
    </>
  );
}
