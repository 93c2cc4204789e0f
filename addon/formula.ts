// Writes the formula by which a column or a cell of a linked range is had elsewhere in the spreadsheet.
import { isDate, serialOfDateObject } from '../domain/cells/wall-clock.ts';
import { Problem } from '../domain/problem.ts';
import { cellFormula, columnFormula } from '../domain/range-formula.ts';
import type { RowName } from '../domain/range-formula.ts';
import { placedRange } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import type { FormulaView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The formula of a column by its name; without one that of the cell that is selected. Throws Problem. */
export function formulaOf(
  spreadsheet: Spreadsheet,
  { id, column }: { id: string; column: string | null },
): FormulaView {
  const found = placedRange(spreadsheet, id);
  const header = rowTexts(found, 0);
  const locale = spreadsheet.getSpreadsheetLocale();
  if (column === null) return formulaOfSelected(spreadsheet, { found, header, locale });
  const label = found.linked.columns.find(({ name }) => name === column)?.label ?? column;
  if (!header.includes(label)) throw headerGone(label);
  return {
    formula: columnFormula({ id, label, locale }),
    says: `The column ${label} with its header, which SUM and other functions pass over.`,
  };
}

interface Seen {
  found: PlacedRange;
  /** What the header row says. */
  header: string[];
  locale: string;
}

function formulaOfSelected(spreadsheet: Spreadsheet, { found, header, locale }: Seen): FormulaView {
  const { linked, place, sheet } = found;
  const cell = spreadsheet.getActiveSheet().getActiveRange();
  const [down, across] = cell
    ? [cell.getRow() - place.row, cell.getColumn() - place.column]
    : [0, 0];
  const isHere = spreadsheet.getActiveSheet().getSheetId() === sheet.getSheetId();
  const label = header[across] ?? '';
  const isInside = down > 0 && down < place.rows && across >= 0 && across < place.columns;
  if (!isHere || !isInside || label === '') {
    throw new Problem(
      'invalid_value',
      `Select one cell of ${linked.title} below its header, then ask again.`,
    );
  }
  const names = rowNames(found, header, down);
  return {
    formula: cellFormula({ id: linked.id, label, locale }, names),
    says: `${label} where ${names.map((one) => `${one.label} is ${String(one.value)}`).join(' and ')}.`,
  };
}

// By the columns that name a row; where nobody says which, by the first that holds the row's value once.
function rowNames(
  { linked, range, timeZone }: PlacedRange,
  header: string[],
  down: number,
): RowName[] {
  const rows = range.getValues() as unknown[][];
  const plain = (value: unknown) =>
    isDate(value) ? serialOfDateObject(value.getTime(), timeZone) : (value as RowName['value']);
  const key =
    linked.options.keyColumns.length > 0 ? linked.options.keyColumns : linked.refreshed?.key;
  const labels = (key ?? linked.guess?.columns ?? []).map(
    (name) => linked.columns.find((column) => column.name === name)?.label ?? name,
  );
  const at = (label: string): RowName => {
    const index = header.indexOf(label);
    if (index < 0) throw headerGone(label);
    return { label, value: plain(rows[down]?.[index] ?? '') };
  };
  if (labels.length > 0) return labels.map(at);
  const isOnce = (index: number) => {
    const value = plain(rows[down]?.[index] ?? '');
    return value !== '' && rows.slice(1).filter((row) => plain(row[index]) === value).length === 1;
  };
  const named = header.find((label, index) => label !== '' && isOnce(index));
  if (named !== undefined) return [at(named)];
  throw new Problem(
    'keys_invalid',
    'No column tells this row from the others, so a formula for this cell would not survive sorting. Copy the formula of the column, or choose columns that name a row under Options.',
  );
}

function rowTexts({ range }: PlacedRange, row: number): string[] {
  return range.offset(row, 0, 1).getDisplayValues()[0] ?? [];
}

function headerGone(label: string): Problem {
  return new Problem(
    'sheet_changed',
    `The header ${label} is not there any more. Refresh the range, then ask again.`,
  );
}
