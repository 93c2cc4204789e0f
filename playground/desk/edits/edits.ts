// Does to the workbook what a person at the keyboard did on the page.
import type { Edit } from '../../protocol.ts';
import type { History } from '../../simulator/workbook/history/history.ts';
import { checkEditable } from '../../simulator/workbook/protection.ts';
import { checkValid } from '../../simulator/workbook/validation.ts';
import type { Workbook } from '../../simulator/workbook/workbook.ts';
import * as cells from './cell-edits.ts';
import { rectangle, type Doing } from './deed.ts';
import * as grid from './grid-edits.ts';
import * as tabs from './tab-edits.ts';

export interface Person {
  email: string;
  history: History;
  /** What was copied last; it may be of another tab. */
  clipboard: { copied: cells.Copied | null };
}

/** Throws an Error with the spreadsheet's own sentence when it cannot be done; then nothing has changed. */
export function applyEdit(workbook: Workbook, edit: Edit, person: Person): void {
  const { email, history, clipboard } = person;
  if (edit.do === 'undo') return history.undo();
  if (edit.do === 'redo') return history.redo();
  if (edit.do === 'select') return workbook.select(edit.tab, rectangle(edit.area));
  if (edit.do === 'activateTab') return workbook.activate(edit.tab);
  if (edit.do === 'copy') {
    clipboard.copied = cells.copying(workbook, edit);
    return;
  }
  const doing = doingOf(workbook, edit, person);
  if (edit.do === 'pasteCells' && edit.cut) clipboard.copied = null;
  return history.do(doing, () => carryOut(workbook, doing, email));
}

function carryOut(workbook: Workbook, { act, place, writes, enters }: Doing, email: string): void {
  const sheet = place && workbook.sheet(place.sheetId);
  if (sheet && writes) checkEditable(workbook, sheet, writes, email);
  act();
  if (sheet && writes && enters) checkValid(workbook, sheet, writes);
}

type Taken = Exclude<Edit, { do: 'undo' | 'redo' | 'select' | 'activateTab' | 'copy' }>;

function doingOf(workbook: Workbook, edit: Taken, { email, clipboard }: Person): Doing {
  if (isToGrid(edit)) return doingToGrid(workbook, edit, email);
  if (isToTabs(edit)) return doingToTabs(workbook, edit);
  if (edit.do === 'pasteCells') return cells.pastingCells(workbook, edit, clipboard.copied);
  return doingToCells(workbook, edit);
}

const toGrid = [
  ...(['insertRows', 'insertColumns', 'deleteRows', 'deleteColumns'] as const),
  ...(['width', 'fitColumns', 'freeze', 'protect', 'unprotect'] as const),
];
const toTabs = [
  ...(['addTab', 'renameTab', 'moveTab', 'settings'] as const),
  ...(['deleteTab', 'duplicateTab'] as const),
];

const isToGrid = (edit: Taken): edit is ToGrid => toGrid.some((kind) => kind === edit.do);
const isToTabs = (edit: Taken): edit is ToTabs => toTabs.some((kind) => kind === edit.do);

type ToGrid = Extract<Taken, { do: (typeof toGrid)[number] }>;

function doingToGrid(workbook: Workbook, edit: ToGrid, email: string): Doing {
  switch (edit.do) {
    case 'insertRows':
    case 'insertColumns':
      return grid.inserting(workbook, edit);
    case 'deleteRows':
    case 'deleteColumns':
      return grid.deleting(workbook, edit);
    case 'width':
      return grid.widening(workbook, edit);
    case 'fitColumns':
      return grid.fitting(workbook, edit);
    case 'freeze':
      return grid.freezing(workbook, edit);
    case 'protect':
      return grid.protecting(workbook, edit, email);
    case 'unprotect':
      return grid.unprotecting(workbook, edit);
  }
}

type ToTabs = Extract<Taken, { do: (typeof toTabs)[number] }>;

function doingToTabs(workbook: Workbook, edit: ToTabs): Doing {
  switch (edit.do) {
    case 'addTab':
      return tabs.addingTab(workbook);
    case 'renameTab':
      return tabs.renamingTab(workbook, edit);
    case 'deleteTab':
      return tabs.deletingTab(workbook, edit);
    case 'duplicateTab':
      return tabs.duplicatingTab(workbook, edit);
    case 'moveTab':
      return tabs.movingTab(workbook, edit);
    case 'settings':
      return tabs.setting(workbook, edit);
  }
}

type ToCells = Exclude<Taken, ToGrid | ToTabs | { do: 'pasteCells' }>;

function doingToCells(workbook: Workbook, edit: ToCells): Doing {
  switch (edit.do) {
    case 'type':
      return cells.typing(workbook, edit);
    case 'clear':
      return cells.clearing(workbook, edit);
    case 'paste':
      return cells.pasting(workbook, edit);
    case 'fill':
      return cells.filling(workbook, edit);
    case 'repeat':
      return cells.repeating(workbook, edit);
    case 'style':
      return cells.styling(workbook, edit);
    case 'note':
      return cells.noting(workbook, edit);
    case 'validate':
      return cells.validating(workbook, edit);
    case 'sort':
      return cells.sorting(workbook, edit);
  }
}
