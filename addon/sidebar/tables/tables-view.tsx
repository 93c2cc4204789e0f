// The sheet tables of this spreadsheet: ranges that queries read like tables of the database.
import { useState } from 'preact/hooks';
import { problemOf, useLoaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { Problem } from '../../../domain/problem.ts';
import type { SheetTableView, TableProposal } from '../../sheet-tables/table-views.ts';
import { call } from '../server.ts';
import { ViewHead } from '../view-head.tsx';
import { NewTable } from './new-table.tsx';
import { TableCard } from './table-card.tsx';

export function TablesView() {
  const [loaded, again] = useLoaded('tables', () => call('listTables'));
  const [changed, setChanged] = useState<readonly SheetTableView[] | null>(null);
  const tables = changed ?? (loaded.state === 'done' ? loaded.value.tables : null);
  const account = loaded.state === 'done' ? loaded.value.account : null;
  const put = (table: SheetTableView) =>
    setChanged([table, ...(tables ?? []).filter(({ name }) => name !== table.name)]);
  const drop = (name: string) => setChanged((tables ?? []).filter((table) => table.name !== name));
  return (
    <>
      <ViewHead title="Sheet tables" />
      <main class="fill scroll pad stack">
        {loaded.state === 'failed' && (
          <ProblemNote
            problem={loaded.problem}
            action={{ label: 'Try again', run: again }}
            isWhole
          />
        )}
        {loaded.state === 'loading' && <i class="shape" style={{ height: '72px' }} />}
        {tables && <UseSelection onMade={put} isFirst={tables.length === 0} account={account} />}
        {tables?.map((table) => (
          <TableCard key={table.name} {...{ table, account }} onChange={put} onDelete={drop} />
        ))}
      </main>
    </>
  );
}

interface UseProps {
  onMade: (table: SheetTableView) => void;
  isFirst: boolean;
  account: string | null;
}

function UseSelection({ onMade, isFirst, account }: UseProps) {
  const [proposal, setProposal] = useState<TableProposal | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const propose = async (whole: boolean) => {
    setBusy(true);
    setProblem(null);
    await call('proposeTable', { whole }).then(setProposal, (error) =>
      setProblem(problemOf(error)),
    );
    setBusy(false);
  };
  if (proposal)
    return (
      <NewTable
        key={proposal.place}
        account={account}
        proposal={proposal}
        onWhole={() => void propose(true)}
        onMade={(table) => {
          setProposal(null);
          onMade(table);
        }}
        onCancel={() => setProposal(null)}
      />
    );
  return (
    <div class="stack">
      {isFirst && (
        <p>
          What people keep in this spreadsheet can be read by queries, beside the database. Select
          it from its header row on, or any one cell for the whole tab.
        </p>
      )}
      <div>
        <button
          type="button"
          class={`button ${isFirst ? 'primary' : 'compact'}`}
          disabled={isBusy}
          onClick={() => void propose(false)}
        >
          {isBusy ? 'Looking at the cells…' : 'Use as a table in queries'}
        </button>
      </div>
      {problem && <ProblemNote problem={problem} takeFocus />}
    </div>
  );
}
