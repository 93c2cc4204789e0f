// Does to the workbook what a person at the keyboard did on the page.
import type { Area, Edit } from '../protocol.ts';
import { areaAt } from '../simulator/workbook/area.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';

/** Throws an Error with the spreadsheet's own sentence when it cannot be done. */
export function applyEdit(workbook: Workbook, edit: Edit): void {
  switch (edit.do) {
    case 'addTab':
      workbook.addSheet();
      return;
    case 'renameTab':
      return workbook.renameSheet(edit.tab, edit.name);
    case 'deleteTab':
      return workbook.deleteSheet(edit.tab);
    case 'activateTab':
      return workbook.activate(edit.tab);
    case 'insertRows':
      return workbook.insertRows(edit.tab, edit.before, edit.count);
    case 'insertColumns':
      return workbook.insertColumns(edit.tab, edit.before, edit.count);
    case 'deleteRows':
      return workbook.deleteRows(edit.tab, edit.from, edit.count);
    case 'deleteColumns':
      return workbook.deleteColumns(edit.tab, edit.from, edit.count);
    case 'width':
      return workbook.setColumnWidth(edit.tab, edit.column, edit.pixels);
    case 'type':
    case 'clear':
    case 'paste':
    case 'select':
    case 'format':
    case 'bold':
    case 'note':
    case 'sort':
      return applyToCells(workbook, edit);
  }
}

type CellEdit = Extract<
  Edit,
  { do: 'type' | 'clear' | 'paste' | 'select' | 'format' | 'bold' | 'note' | 'sort' }
>;

function applyToCells(workbook: Workbook, edit: CellEdit): void {
  switch (edit.do) {
    case 'type':
      return workbook.typeInto(edit.tab, edit.row, edit.column, edit.text);
    case 'clear':
      return workbook.clear(edit.tab, rectangle(edit.area));
    case 'paste':
      return workbook.paste(edit.tab, edit.row, edit.column, edit.text);
    case 'select':
      return workbook.select(edit.tab, rectangle(edit.area));
    case 'format':
      return workbook.style(edit.tab, rectangle(edit.area), { format: edit.format });
    case 'bold':
      return workbook.style(edit.tab, rectangle(edit.area), { bold: edit.bold });
    case 'note':
      return workbook.setNote(edit.tab, edit.row, edit.column, edit.note);
    case 'sort':
      return workbook.sort(edit.tab, rectangle(edit.area), edit);
  }
}

function rectangle({ row, column, rows, columns }: Area) {
  return areaAt(row, column, rows, columns);
}
