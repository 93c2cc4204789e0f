// The sheet tables that the stand-in for the add-on knows, and what it proposes for selected cells.
import type { SheetTableView, TableProposal } from '../../../addon/sheet-tables/table-views.ts';
import { proposedColumns, proposedTableName } from '../../../domain/sheet-tables/proposal.ts';
import type { SheetCell } from '../../../domain/sheet-tables/typed-cell.ts';
import type { Scenario } from './scenario.ts';

const headers = ['Account', 'Seats', 'Go-live'];
const rows: SheetCell[][] = [
  ['Kiln', 12, '2026-01-31'],
  ['Vesta', 30, '2026-02-14'],
  ['Orlo', 'n/a', '2026-03-01'],
  ['Ember', 4, null],
  ['Pym', 7, '2026-03-09'],
  ['Quill', 9, '2026-04-20'],
];

export function proposalOf({ twiceHeaded = false }: Scenario): TableProposal {
  const columns = proposedColumns({ headers, rows, locale: 'en_US' });
  const fault = 'The columns B and E are both headed "Seats". Rename one of them.';
  return {
    ...{ name: proposedTableName('Sales: Onboarding'), title: 'Onboarding', columns },
    ...{ place: 'Onboarding!B2:D', whole: false, rowCount: rows.length },
    faults: twiceHeaded ? [fault] : [],
    stacks: {
      pattern: 'Onboarding 2026-*',
      tabs: [
        'Onboarding 2026-01',
        'Onboarding 2026-02',
        'Onboarding 2026-03',
        'Onboarding 2026-04',
      ],
    },
  };
}

export function tablesOf({ badTable = false }: Scenario): SheetTableView[] {
  if (!badTable) return [];
  const cell = (row: number, shown: string) => ({
    ...{ cell: `C${row}`, column: 'Seats', shown, reason: 'is not a number' },
  });
  return [
    {
      ...{ name: 'sales_onboarding', title: 'Onboarding', place: 'the whole tab Onboarding' },
      columns: proposalOf({}).columns.map(({ says: _says, ...column }) => column),
      ...{ newHeaders: ['Champion'], badRows: 'fail', usedBy: 'everybody', readBy: 'addon' },
      ...{ publisher: 'Vera Viewer', mayChange: true, publishes: 'asked', unpublished: null },
      rows: { at: '2026-11-22T08:00:00.000Z', rowCount: 41, leftOut: 0 },
      failed: {
        ...{ at: '2026-11-22T09:00:00.000Z', detail: '22 cells do not fit.', badCount: 22 },
        badCells: Array.from({ length: 20 }, (_, index) => cell(index + 4, '12O')),
      },
      queries: [{ slug: 'health-of-accounts', title: 'Health of accounts' }],
    },
  ];
}
