// Copies and pastes cells as tab-separated text, as the clipboard between programs does.
import { areaAt, type Area } from './area.ts';
import { writeInput } from './cell-writing.ts';
import { displayValue } from './display.ts';
import type { Sheet } from './sheet.ts';
import { applyShift } from './structure-edits.ts';
import type { WorkbookModel } from './model.ts';

export function copyAsText(workbook: WorkbookModel, sheet: Sheet, area: Area): string {
  workbook.engine.calculate();
  const lines: string[] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const texts: string[] = [];
    for (let column = area.left; column <= area.right; column++) {
      const cell = sheet.at(row, column);
      texts.push(quoted(cell ? displayValue(workbook, cell) : ''));
    }
    lines.push(texts.join('\t'));
  }
  return lines.join('\n');
}

function quoted(text: string): string {
  return /["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Corner {
  row: number;
  column: number;
}

export function pasteText(
  workbook: WorkbookModel,
  sheet: Sheet,
  { row, column }: Corner,
  text: string,
): void {
  const lines = parseTsv(text);
  const width = Math.max(...lines.map((line) => line.length));
  const area = areaAt(row, column, lines.length, width);
  const missingRows = area.bottom - sheet.size.rows;
  const missingColumns = area.right - sheet.size.columns;
  if (missingRows > 0) append(workbook, sheet, 'rows', missingRows);
  if (missingColumns > 0) append(workbook, sheet, 'columns', missingColumns);
  lines.forEach((line, down) => {
    line.forEach((input, across) =>
      writeInput(workbook, sheet.make(row + down, column + across), input),
    );
  });
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

function append(
  workbook: WorkbookModel,
  sheet: Sheet,
  axis: 'rows' | 'columns',
  count: number,
): void {
  const at = sheet.size[axis] + 1;
  applyShift(workbook, { kind: 'insert', axis, sheetId: sheet.id, at, count });
}

function parseTsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quotedText, plain, end] of text
    .replace(/\r?\n$/, '')
    // eslint-disable-next-line regexp/no-super-linear-move -- what somebody pastes holds up themselves alone
    .matchAll(/(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/g)) {
    const line = lines.at(-1);
    line?.push(quotedText === undefined ? (plain ?? '') : quotedText.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== '\t') lines.push([]);
  }
  return lines;
}
