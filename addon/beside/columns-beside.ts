// What a person keeps beside the linked ranges: named for the sidebar, and kept with their rows or apart from them.
import { keptBeside } from '../../domain/refresh/kept-beside.ts';
import type { KeptBeside, NamedColumn } from '../../domain/refresh/kept-beside.ts';
import { newMark } from '../../domain/refresh/around/apart.ts';
import type { RangeOptions } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { columnMarks, markColumn } from '../sheet/column-marks.ts';
import { follow } from '../sheet/reads.ts';
import { keepOptions } from '../undo/undo.ts';
import { addBesides } from '../ranges/kept-records.ts';
import { findRanges, placed, placedRange } from '../ranges/records.ts';
import type { PlacedRange } from '../ranges/records.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** What stands beside the ranges of the tab that is shown, by their ids. */
export function besideHere(spreadsheet: Spreadsheet): Record<string, KeptBeside> {
  const here = spreadsheet.getActiveSheet().getSheetId();
  const kept: Record<string, KeptBeside> = {};
  for (const found of findRanges(spreadsheet)) {
    if (!found.range || found.range.getSheet().getSheetId() !== here) continue;
    const range = placed(spreadsheet, found, found.range);
    kept[found.linked.id] = follow(keptBeside(range), range);
  }
  return kept;
}

/** The same of one range. Throws Problem: not_found, range_lost. */
export function besideRange(spreadsheet: Spreadsheet, id: string): KeptBeside {
  const range = placedRange(spreadsheet, id);
  return follow(keptBeside(range), range);
}

/**
 * Keeps columns beside a range apart from its rows, as the sidebar named them, and no others. Throws Problem: not_found,
 * range_lost, sheet_changed.
 */
export function keepApart(spreadsheet: Spreadsheet, id: string, columns: NamedColumn[]): void {
  const range = placedRange(spreadsheet, id);
  const { own, apart } = follow(keptBeside(range), range);
  const there = [...apart, ...own].filter(({ side }) => side !== 'inside');
  if (!columns.every((one) => there.some((other) => isSame(one, other)))) throw movedSince();
  const chosen = there.filter((one) => columns.some((other) => isAsFar(one, other)));
  const options: RangeOptions = { ...range.linked.options, apart: marksOn(range, chosen) };
  keepOptions(spreadsheet, id, options);
}

function isSame(one: NamedColumn, other: NamedColumn): boolean {
  return one.column === other.column && one.name === other.name;
}

// What stands further out cannot go with the rows across what stays.
function isAsFar(one: NamedColumn, from: NamedColumn): boolean {
  if (one.side !== from.side) return false;
  return one.side === 'left' ? one.column <= from.column : one.column >= from.column;
}

// The marks of columns, of which some may have theirs already: an undo counts them again.
function marksOn({ sheet, linked }: PlacedRange, columns: NamedColumn[]): string[] {
  const there = columnMarks(sheet, linked.id);
  const taken = [...linked.options.apart, ...there.map(({ mark }) => mark)];
  return columns.map(({ column }) => {
    const known = there.find((one) => one.column === column);
    if (known) return known.mark;
    const mark = newMark(taken);
    taken.push(mark);
    addBesides(sheet, () => markColumn(sheet, linked.id, { mark, column }));
    return mark;
  });
}

function movedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'The columns beside this range have changed meanwhile, so nothing was changed. Look again which are yours, then choose.',
  );
}
