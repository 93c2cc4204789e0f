// What a cell holds, in words that read the same in every spreadsheet.
import type { Cell, CellKind } from './cell.ts';
import { timestampOfSerial } from './wall-clock.ts';

/** A longer text is cut. */
const MOST_CHARACTERS = 80;

/** A cell of a column of this kind: a date as 2026-01-31, a number with its digits, '' for a blank one. */
export function cellWords(cell: Cell, kind: CellKind): string {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'string') return shortened(cell);
  const timestamp = kind === 'text' || kind === 'number' ? null : timestampOfSerial(cell);
  if (timestamp === null) return String(cell);
  const [day = '', time = ''] = timestamp.split(' ');
  if (kind === 'date') return day;
  return kind === 'time' ? time : timestamp;
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
