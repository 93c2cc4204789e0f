// Refuses a write that a rule of the person's (data validation) would refuse half-way: found before the first cell.
import { cellName } from '../../cells/cell-name.ts';
import type { Cell } from '../../cells/cell.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import { ask } from '../sheet.ts';
import type { CellRule, Rules } from '../sheet.ts';
import type { RefreshPlan } from './plan.ts';

/** In a larger range the first and the last row tell the rules of its columns: to read all of them takes too long. */
const MOST_CELLS_READ = 20_000;
/** Of a value in a sentence. */
const SHOWN_CHARACTERS = 60;

/** What is to be written. */
export interface ComingRows {
  plan: RefreshPlan;
  /** The rows that the plan cites. */
  content: { rows: Cell[][] };
}

/**
 * Throws Problem range_obstructed, with the cell, where a rule of `place` (a range as it is now, or where a new one is to
 * stand) refuses what the plan writes.
 */
export function* refuseRejected(place: Place, { plan, content }: ComingRows): Rules<void> {
  const first = plan.place.row + 1;
  const ruleAt = yield* rulesOf({ ...place, row: place.row + 1, rows: place.rows - 1 });
  if (!ruleAt) return;
  const { place: there } = plan;
  for (const operation of plan.operations) {
    if (operation.do === 'markGone' && operation.gone && operation.texts) {
      const { row, texts } = operation;
      const shown = plan.columns.map((column) => ({ ...column, source: column.offset }));
      const before = rowBefore(plan, row - first);
      refuseRow({ row, before, columns: shown, place: there, ruleAt }, texts);
    }
    if (operation.do !== 'writeRows') continue;
    const { row, results, only } = operation;
    const columns = only ? plan.columns.slice(only.from, only.from + only.count) : plan.columns;
    results.forEach((result, index) => {
      const before = rowBefore(plan, row - first + index);
      const cells = content.rows[result] ?? [];
      refuseRow({ row: row + index, before, columns, place: there, ruleAt }, cells);
    });
  }
}

interface WrittenRow {
  /** The row of the tab that is written, and the data row that its cells are now. */
  row: number;
  before: number;
  columns: PlacedColumn[];
  place: Place;
  ruleAt: RuleAt;
}

function refuseRow({ row, before, columns, place, ruleAt }: WrittenRow, cells: Cell[]): void {
  for (const { offset, source } of columns) {
    const cell = cells[source] ?? '';
    const rule = ruleAt(before, offset);
    if (!rule || cell === '' || isTaken(cell, rule)) continue;
    throw rejected(cellName(row, place.column + offset), cell);
  }
}

// A row that comes gets the rules of the one above it, as Google does it.
function rowBefore({ present }: RefreshPlan, index: number): number {
  for (let at = index; at >= 0; at -= 1) {
    const row = present[at] ?? null;
    if (row !== null) return row;
  }
  // Of a new range each row is where it will be.
  return present.every((row) => row === null) ? index : 0;
}

/** The rule of a data row and a column, both counted from 0. */
type RuleAt = (row: number, offset: number) => CellRule['takes'] | null;

function* rulesOf(data: Place): Rules<RuleAt | null> {
  if (data.rows < 1) return null;
  const isRead = data.rows * data.columns <= MOST_CELLS_READ;
  const rules = isRead
    ? yield* ask({ read: 'rules', place: data })
    : [
        ...(yield* ask({ read: 'rules', place: { ...data, rows: 1 } })),
        ...(yield* ask({
          read: 'rules',
          place: { ...data, row: data.row + data.rows - 1, rows: 1 },
        })),
      ];
  if (rules.length === 0) return null;
  return (row, offset) => {
    const isHere = ({ place }: CellRule) =>
      covers(place.column, place.columns, data.column + offset) &&
      (!isRead || covers(place.row, place.rows, data.row + row));
    return rules.find(isHere)?.takes ?? null;
  };
}

function covers(from: number, count: number, at: number): boolean {
  return from <= at && at < from + count;
}

function isTaken(cell: Cell, takes: CellRule['takes']): boolean {
  switch (takes.what) {
    case 'oneOf':
      return takes.values.includes(
        typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell),
      );
    case 'number': {
      if (typeof cell !== 'number') return false;
      const { least, most, inclusive } = takes;
      return inclusive ? least <= cell && cell <= most : least < cell && cell < most;
    }
  }
}

function rejected(name: string, cell: Cell): Problem {
  const text = String(cell);
  const value = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return new Problem(
    'range_obstructed',
    `The cell ${name} has a rule (Data → Data validation) that rejects other values, and “${value}” is not among what it takes. Nothing was changed. Let the rule show a warning instead, or take it away.`,
    { cell: name },
  );
}
