// A spreadsheet holds 10 million cells: what would not fit is refused before anything is written.
import { Problem } from '../../problem.ts';
import type { Surroundings } from './neighbours.ts';
import { ask } from '../sheet.ts';
import type { Operation, Rules, SpreadsheetRead } from '../sheet.ts';

/** The most cells that a spreadsheet holds, blank ones included. */
export const SPREADSHEET_CELLS = 10_000_000;

type TabSize = Pick<Surroundings, 'spreadsheetCells'> & {
  tab: Pick<Surroundings['tab'], 'rows' | 'columns'>;
};

const GROWING: ReadonlySet<string> = new Set([
  'growTab',
  'insertRows',
  'insertColumns',
  'sortRows',
]);

/** Adds up what operations add to a tab. Throws Problem: sheet_full. */
export function* refuseFullSpreadsheet(
  { tab, spreadsheetCells }: TabSize,
  operations: Operation[],
): Rules<void> {
  if (!operations.some(({ do: what }) => GROWING.has(what))) return;
  const before = { rows: yield* tab.rows(), columns: yield* tab.columns() };
  let { rows, columns } = before;
  for (const operation of operations) {
    if (operation.do === 'growTab') {
      rows += operation.rows;
      columns += operation.columns;
    } else if (operation.do === 'insertRows' && operation.reach === 'sheet')
      rows += operation.count;
    else if (operation.do === 'insertColumns' && operation.reach === 'sheet') {
      columns += operation.count;
    }
    // The column of the numbers is there only meanwhile, but it must find room.
    if (operation.do === 'sortRows') columns += 1;
  }
  const added = rows * columns - before.rows * before.columns;
  if ((yield* spreadsheetCells()) + added > SPREADSHEET_CELLS) throw sheetFull(added);
}

/** Refuses a new tab of so many cells. Throws Problem: sheet_full. */
export function* refuseFullForTab(added: number): Rules<void, SpreadsheetRead> {
  const cells = yield* ask({ read: 'spreadsheetCells' });
  if (cells + added > SPREADSHEET_CELLS) throw sheetFull(added);
}

function sheetFull(added: number): Problem {
  return new Problem(
    'sheet_full',
    `The spreadsheet has no room for ${added.toLocaleString('en-US')} more cells: Google Sheets holds ` +
      '10 million, blank ones included. Delete tabs or empty rows, or narrow the query.',
  );
}
