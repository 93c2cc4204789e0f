// Cells and number formats as Google's Sheets API takes them.
import { AUTOMATIC_FORMAT, TEXT_FORMAT } from '../../domain/cells/cell.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { CellData, Request } from '../google/spreadsheet.ts';
import { gridOf } from './places.ts';

/** The format of all cells of a place. */
export function formatRequest(tab: number, place: Place, format: string): Request {
  const cell = { userEnteredFormat: formatData(format) };
  const fields = 'userEnteredFormat.numberFormat';
  return { repeatCell: { range: gridOf(tab, place), cell, fields } };
}

/** A number format as Google wants it told: with its type. None is automatic. */
export function formatData(format: string): NonNullable<CellData['userEnteredFormat']> {
  if (format === AUTOMATIC_FORMAT) return {};
  if (format === TEXT_FORMAT) return { numberFormat: { type: 'TEXT', pattern: TEXT_FORMAT } };
  return { numberFormat: { type: typeOf(format), pattern: format } };
}

function typeOf(format: string): string {
  const plain = format.replace(/"[^"]*"|\\./g, '').split(';')[0] ?? '';
  const hasDay = /[yd]|M/.test(plain);
  const hasTime = /[hs]|\[[hms]+\]/i.test(plain);
  if (hasDay && hasTime) return 'DATE_TIME';
  if (hasDay) return 'DATE';
  if (hasTime) return 'TIME';
  if (plain.includes('%')) return 'PERCENT';
  if (/E[+-]0/i.test(plain)) return 'SCIENTIFIC';
  return /[$€£¥]/.test(plain) ? 'CURRENCY' : 'NUMBER';
}

/** A cell as it is: no text is read by Google, and what is empty holds nothing. */
export function valueOf(cell: Cell): CellData {
  if (cell === '') return {};
  if (typeof cell === 'number') return { userEnteredValue: { numberValue: cell } };
  if (typeof cell === 'boolean') return { userEnteredValue: { boolValue: cell } };
  return { userEnteredValue: { stringValue: cell } };
}
