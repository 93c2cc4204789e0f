// What is kept of the cells that a refresh replaces, for its undo.
import type { Cell } from '../../cells/cell.ts';
import type { LinkedRange, RangeUndo, Refreshed, ValueSources } from '../../linked-range.ts';
import type { FormulasBefore } from '../layout/wished-layout.ts';
import type { CameWith } from './undo-reach.ts';
import type { ColumnsMoved, KeptColumn } from './undone-columns.ts';
import { isRecord } from '../../record/record-fields.ts';

/** More than this is not kept: it would take too long to write. */
const MOST_CHARACTERS = 6_000_000;

/** What a range was before a refresh, as far as that refresh changed it. */
export interface KeptCells {
  /** The values that it was the result of; absent in what an earlier add-on kept. */
  values?: ValueSources;
  columns: KeptColumn[];
  /** How they came and went. */
  moved: ColumnsMoved;
  refreshed: Refreshed | null;
  rowCount: number;
  /** Data rows before, and where they stand now. */
  rows: number;
  present: (number | null)[];
  /** The cells of replaced rows, each with the index of its row. */
  cells: [number, Cell[]][];
  /** Formulas that stood in the range: the index of the row, that of the column, the text. */
  formulas: [number, number, string][];
  /** What the range held when it was last written by us, so that later edits are still known as such. */
  wrote: LinkedRange['wrote'];
  /** How far the rows came that it brought; null or absent where none did. */
  came?: CameWith | null;
  /** Rows went in the columns that move with them alone, and not in all of the tab; absent: not so, or none went. */
  wentInPart?: boolean | undefined;
  /** Columns beside that moved with the rows; absent where none were the person's. */
  beside?: { left: number; right: number } | undefined;
  /** What could be taken back before; absent in what an earlier add-on kept. */
  undo?: RangeUndo | null;
  /** Rows, as they are now, that got the mark of a gone key or lost it. */
  marks: { row: number; gone: boolean }[];
  /** Runs of rows, as they were, beside which something stood already; absent: none, or nobody looked. */
  held?: { from: number; count: number }[] | undefined;
  /** Cells beside that are none of the person's own, although they may touch the range now; absent: columns neither came nor went. */
  others?: OtherCell[] | undefined;
  /** Rows, as they were, that went with the mark on them; absent: none. */
  struck?: number[] | undefined;
  /** Columns of the person's formulas beside or inside; absent: nobody looked. */
  ownFormulas?: FormulasBefore[] | undefined;
  /** What stood in and beside rows that the person had taken out; absent: a refresh. */
  removed?: RemovedCells;
  /** How the rows were sorted at last, and what they hold in their order before that; absent: they were not. */
  sorted?: { order: number[]; ordered: number } | undefined;
}

/** What a person kept beside rows, by the rows as they were, and by columns from the first one that they moved with. */
export interface RemovedCells {
  left: number;
  columns: number;
  /** The range's corner then, the texts in the row of its header, and the columns of the tab: whether these are the same ones. */
  stood: { row: number; column: number };
  header: string[];
  tabColumns: number;
  rows: { row: number; cells: [at: number, value: Cell, formulaR1C1: string][] }[];
  /** How those rows looked, and the notes at their cells; whoever carries it out reads them. */
  looks?: unknown;
}

/** A cell right after the refresh, counted from the range's first row and from its left edge, and what it shows. */
export type OtherCell = [row: number, offset: number, text: string];

/** A formula that comes back into its cell. */
export interface KeptFormula {
  row: number;
  column: number;
  text: string;
  /** In a cell with the format "@" a formula would be text. */
  isInText: boolean;
  /** The text is in R1C1 notation. */
  isR1C1?: boolean;
  /** The cell's number format, where it comes back too. */
  format?: string;
}

/** The text that is kept; null where it would be too long. */
export function keptText(kept: KeptCells): string | null {
  const text = JSON.stringify({ ...kept, present: packed(kept.present) });
  return text.length > MOST_CHARACTERS ? null : text;
}

/** What was kept, as it was parsed; null where it is not what was kept. */
export function keptCells(kept: unknown): KeptCells | null {
  if (!isKept(kept)) return null;
  return { ...kept, present: unpacked(kept.present) };
}

// Written by keptText above, unless its pieces were lost or changed.
function isKept(kept: unknown): kept is Omit<KeptCells, 'present'> & { present: Packed } {
  if (!isRecord(kept) || typeof kept['rows'] !== 'number') return false;
  const lists = ['columns', 'present', 'cells', 'formulas', 'marks'];
  return isRecord(kept['moved']) && lists.every((list) => Array.isArray(kept[list]));
}

// Positions come in runs: [where, from, count], or [where, null, count] for rows that are new.
type Packed = [number, number | null, number][];

function packed(present: (number | null)[]): Packed {
  const runs: Packed = [];
  present.forEach((index, row) => {
    const last = runs[runs.length - 1];
    const follows = last && index === (last[1] === null ? null : last[1] + last[2]);
    if (last && follows) last[2] += 1;
    else runs.push([row, index, 1]);
  });
  return runs;
}

function unpacked(runs: Packed): (number | null)[] {
  return runs.flatMap(([, index, count]) =>
    Array.from({ length: count }, (_, step) => (index === null ? null : index + step)),
  );
}
