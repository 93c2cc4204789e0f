// Edits of what cells hold: typing, clearing, pasting, looks, notes, drop-downs, sorting.
import type { Edit } from '../../protocol.ts';
import { copyCells, takeCells, type TakenCells } from '../../simulator/workbook/area-edits.ts';
import { areaAt, columnsOf, rowsOf, type Area } from '../../simulator/workbook/area.ts';
import {
  copyAsText,
  pasteArea,
  pasteCells,
  pasteText,
  sizeOfText,
} from '../../simulator/workbook/clipboard.ts';
import { fillCells } from '../../simulator/workbook/fill.ts';
import type { Sheet } from '../../simulator/workbook/sheet.ts';
import type { Workbook } from '../../simulator/workbook/workbook.ts';
import { given, rectangle, rewriting, type Doing } from './deed.ts';

type Of<Kind extends Edit['do']> = Extract<Edit, { do: Kind }>;

export function typing(workbook: Workbook, { tab, row, column, text }: Of<'type'>): Doing {
  const act = () => workbook.typeInto(tab, row, column, text);
  const doing = rewriting(workbook, { tab, area: areaAt(row, column), verb: 'typing in' }, act);
  return { ...doing, enters: true };
}

export function clearing(workbook: Workbook, { tab, area: cells, what }: Of<'clear'>): Doing {
  const area = rectangle(cells);
  const act = () => workbook.clear(tab, area, { [what]: true });
  const verb = what === 'contents' ? 'clearing' : `clearing the ${what} of`;
  return rewriting(workbook, { tab, area, verb }, act);
}

export function pasting(workbook: Workbook, { tab, area: cells, text }: Of<'paste'>): Doing {
  const area = pasteArea(rectangle(cells), sizeOfText(text));
  const act = () => pasteText(workbook, workbook.sheet(tab), area, text);
  return { ...rewriting(workbook, { tab, area, verb: 'pasting into' }, act), enters: true };
}

/** Cells that were copied, as they were then. */
export interface Copied {
  sheet: Sheet;
  area: Area;
  cells: TakenCells;
  text: string;
}

export function copying(workbook: Workbook, { tab, area: cells }: Of<'copy'>): Copied {
  const [sheet, area] = [workbook.sheet(tab), rectangle(cells)];
  workbook.checkInGrid(tab, area);
  return { sheet, area, cells: takeCells(sheet, area), text: copyAsText(workbook, sheet, area) };
}

/** What was copied here keeps formulas and formats; without it the text is pasted. */
export function pastingCells(
  workbook: Workbook,
  edit: Of<'pasteCells'>,
  copied: Copied | null,
): Doing {
  const { tab, area: cells, text, part, cut } = edit;
  if (!copied) return pasting(workbook, { do: 'paste', tab, area: cells, text });
  const { sheet, area: from } = copied;
  const isThere =
    workbook.sheets.includes(sheet) &&
    sheet.inGrid(from) &&
    copyAsText(workbook, sheet, from) === copied.text;
  if (cut && isThere) return moving(workbook, edit, copied);
  const area = pasteArea(rectangle(cells), { rows: rowsOf(from), columns: columnsOf(from) });
  const target = { sheet: workbook.sheet(tab), area };
  const act = () => pasteCells(workbook, copied.cells, target, part);
  const doing = rewriting(workbook, { tab, area, verb: 'pasting into' }, act);
  return { ...doing, enters: part === 'values' };
}

function moving(workbook: Workbook, { tab, area: cells }: Of<'pasteCells'>, from: Copied): Doing {
  const { rows, columns } = { rows: rowsOf(from.area), columns: columnsOf(from.area) };
  const area = areaAt(cells.row, cells.column, rows, columns);
  const target = { sheetId: tab, row: area.top, column: area.left };
  return {
    ...rewriting(workbook, { tab, area, verb: 'moving cells to' }, () =>
      workbook.move({ sheetId: from.sheet.id, area: from.area }, target),
    ),
    reach: { everything: true, shifting: null },
  };
}

export function filling(workbook: Workbook, { tab, area: cells, to }: Of<'fill'>): Doing {
  const area = rectangle(to);
  const act = () => fillCells(workbook, workbook.sheet(tab), rectangle(cells), area);
  return rewriting(workbook, { tab, area, verb: 'filling' }, act);
}

export function styling(workbook: Workbook, { tab, area: cells, style }: Of<'style'>): Doing {
  const area = rectangle(cells);
  const act = () => workbook.style(tab, area, given(style));
  return rewriting(workbook, { tab, area, verb: 'formatting' }, act);
}

export function noting(workbook: Workbook, { tab, row, column, note }: Of<'note'>): Doing {
  const act = () => workbook.setNote(tab, row, column, note);
  return rewriting(workbook, { tab, area: areaAt(row, column), verb: 'the note of' }, act);
}

export function validating(workbook: Workbook, { tab, area: cells, rule }: Of<'validate'>): Doing {
  const area = rectangle(cells);
  const act = () => workbook.validate(tab, area, rule);
  return rewriting(workbook, { tab, area, verb: 'the drop-down of' }, act);
}

export function sorting(workbook: Workbook, edit: Of<'sort'>): Doing {
  const { tab } = edit;
  const area = rectangle(edit.area);
  const sheet = workbook.sheet(tab);
  const act = () => workbook.sort(tab, area, edit);
  const reach = [{ sheet, from: area.top, to: area.bottom, rewritten: null }];
  return { ...rewriting(workbook, { tab, area, verb: 'sorting' }, act), reach };
}

/** Copies the first row or column of the area over the rest of it: Ctrl+D, Ctrl+R. */
export function repeating(workbook: Workbook, { tab, area: cells, down }: Of<'repeat'>): Doing {
  const area = rectangle(cells);
  const sheet = workbook.sheet(tab);
  const act = () => {
    const first = down ? { ...area, bottom: area.top } : { ...area, right: area.left };
    const [rows, columns] = [rowsOf(area), columnsOf(area)];
    for (let at = 1; at < (down ? rows : columns); at++) {
      const target = down
        ? { sheet, row: area.top + at, column: area.left }
        : { sheet, row: area.top, column: area.left + at };
      copyCells({ sheet, area: first }, target, 'all');
    }
    workbook.changed({ kind: 'cells', sheetId: tab, area });
  };
  return rewriting(workbook, { tab, area, verb: 'filling' }, act);
}
