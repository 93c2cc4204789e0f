// Cut and paste: cells move, and names and formulas that refer to them follow.
import { areaAt, columnsOf, covers, intersection, rowsOf, type Area } from './area.ts';
import { newCell } from './cell.ts';
import { SheetsError, outsideGrid } from '../errors.ts';
import { rewriteFormula, type Reference, type ReferenceEnd } from '../formulas/references.ts';
import type { Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';

export interface MoveSource {
  sheetId: number;
  area: Area;
}

export interface MoveTarget {
  sheetId: number;
  row: number;
  column: number;
}

interface Moved {
  from: Sheet;
  to: Sheet;
  area: Area;
  target: Area;
}

/** What was in the target is replaced; what lies wholly in the source moves along. */
export function moveCells(workbook: WorkbookModel, source: MoveSource, target: MoveTarget): void {
  const from = workbook.sheet(source.sheetId);
  const to = workbook.sheet(target.sheetId);
  const goal = areaAt(target.row, target.column, rowsOf(source.area), columnsOf(source.area));
  if (!from.inGrid(source.area) || !to.inGrid(goal)) throw new SheetsError(outsideGrid);
  const moved = { from, to, area: source.area, target: goal };
  moveContent(moved);
  moveNames(workbook, moved);
  moveReferences(workbook, moved);
  workbook.changed({ kind: 'structure', sheetId: from.id });
  if (to !== from) workbook.changed({ kind: 'structure', sheetId: to.id });
}

function moveContent({ from, to, area, target }: Moved): void {
  const [down, across] = [target.top - area.top, target.left - area.left];
  const taken: [number, number, ReturnType<Sheet['at']>][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      taken.push([row + down, column + across, from.at(row, column)]);
      from.put(row, column, undefined);
    }
  }
  for (const [row, column, cell] of taken) to.put(row, column, cell ?? newCell());
  const merges = from.merges.filter((merge) => covers(area, merge));
  from.merges = from.merges.filter((merge) => !covers(area, merge));
  to.merges = to.merges.filter((merge) => !intersection(merge, target));
  to.merges.push(...merges.map((merge) => movedArea(merge, { from, to, area, target })));
}

function movedArea({ top, left, bottom, right }: Area, { area, target }: Moved): Area {
  const [down, across] = [target.top - area.top, target.left - area.left];
  return { top: top + down, left: left + across, bottom: bottom + down, right: right + across };
}

function moveNames(workbook: WorkbookModel, moved: Moved): void {
  for (const named of workbook.names.list) {
    if (named.sheetId !== moved.from.id || !named.area || !covers(moved.area, named.area)) continue;
    Object.assign(named, { area: movedArea(named.area, moved), sheetId: moved.to.id });
  }
}

function moveReferences(workbook: WorkbookModel, moved: Moved): void {
  if (!workbook.engine.hasFormulas) return;
  for (const sheet of workbook.sheets) {
    sheet.forEachCell(sheet.everything, (cell, row, column) => {
      if (cell.formula === '') return;
      const came = sheet === moved.to && covers(moved.target, areaAt(row, column));
      const own = came ? moved.from : sheet;
      cell.formula = rewriteFormula(cell.formula, {
        reference: (reference) => follow(reference, { own, now: sheet, moved }),
      });
    });
  }
}

interface Following {
  /** The tab that the formula stood in, and the one it stands in now. */
  own: Sheet;
  now: Sheet;
  moved: Moved;
}

function follow(reference: Reference, { own, now, moved }: Following): Reference {
  const { start, end, tab } = reference;
  const last = end ?? start;
  const pointed = tab === null ? own.name : tab;
  if (start.row === null || start.column === null || last.row === null || last.column === null)
    return reference;
  const area = { top: start.row, left: start.column, bottom: last.row, right: last.column };
  const follows = pointed === moved.from.name && covers(moved.area, area);
  const name = follows ? moved.to.name : pointed;
  const shown = tab === null && name === now.name ? null : name;
  if (!follows) return { ...reference, tab: shown };
  const by = {
    rows: moved.target.top - moved.area.top,
    columns: moved.target.left - moved.area.left,
  };
  return { tab: shown, start: movedEnd(start, by), end: end && movedEnd(end, by) };
}

function movedEnd(end: ReferenceEnd, by: { rows: number; columns: number }): ReferenceEnd {
  return { ...end, row: (end.row ?? 0) + by.rows, column: (end.column ?? 0) + by.columns };
}
