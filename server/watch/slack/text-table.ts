// A result as a table of plain characters, as wide and as long as a message takes.
import type { Column, Field } from '../../../domain/contract/result.ts';
import { escaped } from '../../deliver/slack-text.ts';

export interface TextTable {
  text: string;
  /** How many of the rows and columns are in it. */
  rows: number;
  columns: number;
}

/** A wider line is broken by Slack beside its own menu. */
const WIDEST_LINE = 78;
const WIDEST_CELL = 26;
const GAP = '  ';

/** As many rows as fit into so many characters, as Slack counts them. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly Field[])[],
  characters: number,
): TextTable {
  const cells = rows.map((row) => columns.map((column, at) => cellText(row[at] ?? null, column)));
  const names = columns.map(({ name }) => cut(plain(name)));
  const widths = shownWidths(names, cells);
  const line = (texts: readonly string[]) =>
    widths
      .map((width, at) => padded(texts[at] ?? '', width, columns[at]?.type === 'number'))
      .join(GAP)
      .trimEnd();
  const lines = [line(names), widths.map((width) => '─'.repeat(width)).join(GAP)];
  let left = characters - lengthOf(lines.join('\n'));
  let shown = 0;
  for (const texts of cells) {
    const next = line(texts);
    left -= lengthOf(next) + 1;
    if (left < 0) break;
    lines.push(next);
    shown += 1;
  }
  return { text: lines.join('\n'), rows: shown, columns: widths.length };
}

/** Of the columns that fit into a line; the first always does. */
function shownWidths(names: readonly string[], cells: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  let line = 0;
  for (const [at, name] of names.entries()) {
    const texts = [name, ...cells.map((row) => row[at] ?? '')];
    const width = Math.max(1, ...texts.map(letters));
    line += width + (at === 0 ? 0 : GAP.length);
    if (line > WIDEST_LINE && at > 0) break;
    widths.push(width);
  }
  return widths;
}

function cellText(field: Field, { type }: Column): string {
  if (field === null) return '';
  const text = plain(String(field));
  // An instant in UTC, without what is the same in each.
  const shown = type === 'datetime' ? text.replace('T', ' ').replace(/\.000Z$/, 'Z') : text;
  return cut(shown);
}

// In one line; and nothing of it ends the frame of such text, three backticks.
const plain = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').replace(/`/g, 'ˋ');

const letters = (text: string) => [...text].length;

function cut(text: string): string {
  return letters(text) > WIDEST_CELL ? `${[...text].slice(0, WIDEST_CELL - 1).join('')}…` : text;
}

function padded(text: string, width: number, isNumber: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - letters(text)));
  return isNumber ? gap + text : text + gap;
}

const lengthOf = (text: string) => escaped(text).length;
