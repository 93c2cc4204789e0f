// Requests that make, change, move and delete tabs, and change the spreadsheet's own properties.
import type { z } from 'zod';
import type { Sheet } from '../../workbook/sheet.ts';
import { checkRoom } from '../../workbook/structure-edits.ts';
import { checkTabName } from '../../workbook/tabs.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { isKnownLocale } from '../../values/locales.ts';
import { hexOf, withoutStyles } from '../colors.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask, type Mask } from '../mask.ts';
import { int, message, text } from '../messages/message.ts';
import {
  sheetProperties,
  spreadsheetProperties,
  type gridProperties,
  type SheetProperties,
} from '../messages/spreadsheets.ts';
import { gridOf } from '../ranges/grid.ts';
import { propertiesOf } from '../spreadsheet/sheet-json.ts';
import { request } from './request.ts';

const updateSheetProperties = request(
  message({ properties: sheetProperties, fields: text }),
  ({ workbook, rolling }, { properties = {}, fields }) => {
    const mask = updateMask(fields, sheetProperties);
    const sheet = gridOf(workbook, properties.sheetId);
    if (asksFor(mask, ['gridProperties'])) rolling.keepGrid();
    changeSheet(workbook, sheet, { properties, mask });
  },
);

interface Change {
  properties: SheetProperties;
  mask: Mask;
}

/** Sets what the mask names; what the properties leave out becomes the default. */
export function changeSheet(workbook: Workbook, sheet: Sheet, { properties, mask }: Change): void {
  const asks = (...path: string[]) => asksFor(mask, path);
  if (asks('title')) rename(workbook, sheet, properties.title ?? '');
  if (asks('gridProperties')) changeGrid(workbook, sheet, { properties, mask });
  if (asks('hidden')) hide(workbook, sheet, properties.hidden ?? false);
  if (asks('tabColor') || asks('tabColorStyle')) {
    const { tabColor } = withoutStyles(properties);
    sheet.tabColor = tabColor ? hexOf(tabColor) : '';
  }
  if (asks('rightToLeft')) sheet.rightToLeft = properties.rightToLeft ?? false;
  if (asks('index') && properties.index !== undefined) move(workbook, sheet, properties.index);
  workbook.changed({ kind: 'sheets' });
}

function rename(workbook: Workbook, sheet: Sheet, title: string): void {
  if (title !== sheet.name) workbook.renameSheet(sheet.id, title);
}

function hide(workbook: Workbook, sheet: Sheet, hidden: boolean): void {
  if (hidden && !workbook.sheets.some((one) => one !== sheet && !one.hidden))
    throw invalid("You can't hide all the sheets in a document.");
  sheet.hidden = hidden;
  const active = workbook.sheets.find(({ id }) => id === workbook.activeSheetId);
  if (!active?.hidden) return;
  workbook.activeSheetId = workbook.sheets.find((one) => !one.hidden)?.id ?? active.id;
}

/** Indexes are those before the move: in front of the tab that stands there now. */
function move(workbook: Workbook, sheet: Sheet, index: number): void {
  const now = workbook.sheets.indexOf(sheet);
  if (index < 0 || index > workbook.sheets.length) throw invalid(`Invalid sheet index: ${index}`);
  if (index === now || index === now + 1) return;
  workbook.moveSheet(sheet.id, index > now ? index - 1 : index);
}

function changeGrid(workbook: Workbook, sheet: Sheet, { properties, mask }: Change): void {
  const grid = properties.gridProperties ?? {};
  const asks = (name: string) => asksFor(mask, ['gridProperties', name]);
  if (asks('rowCount')) resize(workbook, sheet, { axis: 'rows', to: grid.rowCount });
  if (asks('columnCount')) resize(workbook, sheet, { axis: 'columns', to: grid.columnCount });
  if (asks('frozenRowCount')) sheet.frozenRows = grid.frozenRowCount ?? 0;
  if (asks('frozenColumnCount')) sheet.frozenColumns = grid.frozenColumnCount ?? 0;
  if (sheet.frozenRows >= sheet.size.rows)
    throw invalid("You can't freeze all visible rows on the sheet.");
  if (sheet.frozenColumns >= sheet.size.columns)
    throw invalid("You can't freeze all visible columns on the sheet.");
  if (asks('hideGridlines')) sheet.hideGridlines = grid.hideGridlines ?? false;
}

interface Size {
  axis: 'rows' | 'columns';
  to: number | undefined;
}

/** A size that is left out under `*` or `gridProperties` alone stays. */
function resize(workbook: Workbook, sheet: Sheet, { axis, to }: Size): void {
  if (to === undefined) return;
  const now = sheet.size[axis];
  const name = axis === 'rows' ? 'rowCount' : 'columnCount';
  if (to < 1) throw invalid(`gridProperties.${name} must be greater than zero.`);
  const [kind, at] = to > now ? (['insert', now + 1] as const) : (['delete', to + 1] as const);
  if (to !== now) workbook.shift({ kind, axis, sheetId: sheet.id, at, count: Math.abs(to - now) });
}

const addSheet = request(
  message({ properties: sheetProperties }),
  ({ workbook }, { properties = {} }) => {
    const sheet = addTab(workbook, properties);
    return { addSheet: { properties: propertiesOf(workbook, sheet) } };
  },
);

/** Adds a tab as described; at the end where no index is said. The tab that people see stays. */
export function addTab(workbook: Workbook, properties: SheetProperties): Sheet {
  const { title, index, sheetType = 'GRID', gridProperties: grid = {}, sheetId } = properties;
  if (sheetType !== 'GRID') throw invalid(`Sheets of type ${sheetType} cannot be added.`);
  checkSize(workbook, grid);
  const active = workbook.activeSheetId;
  const at = index ?? workbook.sheets.length;
  if (at > workbook.sheets.length) throw invalid(`Invalid sheet index: ${at}`);
  const sheet = workbook.addSheet(title, at, freeId(workbook, sheetId));
  sheet.size = { rows: grid.rowCount ?? 1000, columns: grid.columnCount ?? 26 };
  const { title: _title, index: _index, ...rest } = properties;
  const mask = maskOf(rest);
  if (mask.size > 0) changeSheet(workbook, sheet, { properties: rest, mask });
  if (workbook.sheets.some(({ id, hidden }) => id === active && !hidden))
    workbook.activeSheetId = active;
  return sheet;
}

function checkSize(workbook: Workbook, grid: z.infer<typeof gridProperties>): void {
  const { rowCount = 1000, columnCount = 26 } = grid;
  if (rowCount < 1) throw invalid('gridProperties.rowCount must be greater than zero.');
  if (columnCount < 1) throw invalid('gridProperties.columnCount must be greater than zero.');
  checkRoom(workbook, rowCount * columnCount);
}

/** What is given is what is set. */
function maskOf(given: object): Mask {
  return new Map(Object.keys(given).map((name) => [name, new Map() as Mask]));
}

/** Google's ids are random; one that is asked for must be free. */
function freeId(workbook: Workbook, asked?: number): number {
  const isTaken = (id: number) => workbook.sheets.some((sheet) => sheet.id === id);
  if (asked !== undefined) {
    if (isTaken(asked)) throw invalid(`A sheet with the id ${asked} already exists.`);
    if (asked < 0) throw invalid(`Invalid sheet id: ${asked}`);
    return asked;
  }
  for (;;) {
    const id = Math.floor(Math.random() * 2 ** 31);
    if (!isTaken(id)) return id;
  }
}

const deleteSheet = request(message({ sheetId: int }), ({ workbook, rolling }, { sheetId = 0 }) => {
  if (!workbook.sheets.some(({ id }) => id === sheetId))
    throw invalid(`No sheet with id: ${sheetId}`);
  rolling.keepGrid();
  workbook.deleteSheet(sheetId);
});

const duplicateSheet = request(
  message({ sourceSheetId: int, insertSheetIndex: int, newSheetId: int, newSheetName: text }),
  ({ workbook }, { sourceSheetId = 0, insertSheetIndex = 0, newSheetId, newSheetName }) => {
    gridOf(workbook, sourceSheetId);
    if (newSheetName !== undefined) checkTabName(workbook, newSheetName);
    const copy = workbook.copySheet(sourceSheetId, freeId(workbook, newSheetId));
    if (newSheetName !== undefined) workbook.renameSheet(copy.id, newSheetName);
    workbook.moveSheet(copy.id, Math.min(insertSheetIndex, workbook.sheets.length - 1));
    return { duplicateSheet: { properties: propertiesOf(workbook, copy) } };
  },
);

const updateSpreadsheetProperties = request(
  message({ properties: spreadsheetProperties, fields: text }),
  ({ workbook }, { properties = {}, fields }) => {
    const mask = updateMask(fields, spreadsheetProperties);
    const asks = (name: string) => asksFor(mask, [name]);
    if (asks('title') && properties.title !== undefined) workbook.name = properties.title;
    if (asks('locale') && properties.locale !== undefined) {
      if (!isKnownLocale(properties.locale))
        throw invalid(`Unsupported locale: ${properties.locale}`);
      workbook.locale = properties.locale;
    }
    if (asks('timeZone') && properties.timeZone !== undefined) {
      checkTimeZone(properties.timeZone);
      workbook.timeZone = properties.timeZone;
    }
    workbook.changed({ kind: 'sheets' });
  },
);

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalid(`Invalid time zone: ${timeZone}`);
  }
}

export const tabRequests = {
  updateSpreadsheetProperties,
  updateSheetProperties,
  addSheet,
  deleteSheet,
  duplicateSheet,
};
