// What a refresh changes, for the person who decides about it.
import type { EditedCells } from './edited-cells.ts';
import { MODES } from './modes.ts';
import type { LinkedRange } from '../linked-range.ts';
import { changesSomething } from './plan/plan.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import { broken } from './around/references.ts';
import { compareRows } from './compared-rows.ts';
import type { SameRowBy } from './compared-rows.ts';
import { tellRows } from './rows-told.ts';
import type { RowsTold } from './rows-told.ts';
import type { Rules } from './sheet.ts';

/** Formulas, cells and areas that are named to the person. */
export const NAMED_CELLS = 20;

/** What a refresh would change, before it does. */
export interface RefreshChanges {
  rowsAdded: number;
  rowsRemoved: number;
  rowsChanged: number;
  /** Null: some, but nobody can tell how many. */
  cellsEditedByHand: number | null;
  /** The areas of those cells, at most 20 of them; absent or empty where they are not known. */
  editedAreas?: string[];
  /** Rows that the result no longer has, and that stay for what the person keeps beside them; absent: none. */
  rowsKept?: number;
  columnsAdded: string[];
  columnsRemoved: string[];
  formulasReferring: string[];
  unchanged: boolean;
  /** The header row was deleted, and comes back. */
  headerBack?: boolean;
  /** Those rows, as far as they are listed; absent where none are. */
  rows?: RowsTold;
}

/** What a refresh changes that changes nothing. */
export function noChanges(): RefreshChanges {
  return {
    ...{ rowsAdded: 0, rowsRemoved: 0, rowsChanged: 0, cellsEditedByHand: 0 },
    ...{ columnsAdded: [], columnsRemoved: [], formulasReferring: [], unchanged: true },
  };
}

/** What a refresh changes that makes a new tab of this many rows. */
export function newTabChanges(rows: number): RefreshChanges {
  return { ...noChanges(), rowsAdded: rows, unchanged: false };
}

/** What a prepared refresh changes; formulas that refer to it are not looked for. */
export function changesOf(
  { linked }: RangeNow,
  prepared: Prepared,
  edited: EditedCells,
): RefreshChanges {
  const { plan } = prepared;
  const kept = plan.operations.filter((one) => one.do === 'markGone' && one.gone).length;
  const headerBack = prepared.headerGone !== null;
  const unchanged = !changesSomething(plan) && !headerBack;
  return {
    ...plan.changes,
    ...(unchanged ? {} : rowsOf(linked, prepared)),
    cellsEditedByHand: edited.count,
    editedAreas: edited.areas,
    ...(kept > 0 ? { rowsKept: kept } : {}),
    ...(headerBack ? { headerBack } : {}),
    formulasReferring: [],
    unchanged,
  };
}

function rowsOf(linked: LinkedRange, prepared: Prepared): Partial<RefreshChanges> {
  const compared = compareRows(prepared, sameRowBy(linked, prepared));
  const { added, removed, changed } = compared;
  const rows = tellRows(prepared, compared, keyOf(linked, prepared));
  return {
    ...{ rowsAdded: added.length, rowsRemoved: removed.length, rowsChanged: changed.length },
    ...(added.length + removed.length + changed.length > 0 ? { rows } : {}),
  };
}

// Rows that stand still are the ones that stand in their places; else the columns that name a row tell them.
function sameRowBy(linked: LinkedRange, prepared: Prepared): SameRowBy {
  if (prepared.standing !== null) return 'place';
  const by = MODES[linked.options.mode].sameRowBy;
  const key = keyOf(linked, prepared);
  return by === 'place' || key.length === 0 ? by : { key };
}

// What somebody said: the person, the query's author, or the person of a guess.
function keyOf({ options, guess }: LinkedRange, { content }: Prepared): readonly string[] {
  if (options.keyColumns.length > 0) return options.keyColumns;
  return content.key.length > 0 ? content.key : (guess?.columns ?? []);
}

/** The same with the formulas that refer to columns which go. */
export function* withFormulas(
  { place }: RangeNow,
  { arrangement: { vanished }, around }: Prepared,
  changes: RefreshChanges,
): Rules<RefreshChanges> {
  if (vanished.length === 0) return changes;
  const formulas = yield* around.formulas();
  const formulasReferring = vanished
    .flatMap(({ offset }) =>
      broken(formulas, { ...place, column: place.column + offset, columns: 1 }),
    )
    .map((formula) => formula.place)
    .slice(0, NAMED_CELLS);
  return { ...changes, formulasReferring };
}
