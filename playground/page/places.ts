// Names of places in a sheet, and how the selection moves over them.
import type { Area, TabView } from '../protocol.ts';

/** A selection: the cell it began at, and the one it reaches to. */
export interface Selection {
  row: number;
  column: number;
  toRow: number;
  toColumn: number;
}

/** 1 is A, 27 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}

export function areaOf(selection: Selection): Area {
  const row = Math.min(selection.row, selection.toRow);
  const column = Math.min(selection.column, selection.toColumn);
  return {
    row,
    column,
    rows: Math.abs(selection.toRow - selection.row) + 1,
    columns: Math.abs(selection.toColumn - selection.column) + 1,
  };
}

export function selectionOf(area: Area): Selection {
  return {
    row: area.row,
    column: area.column,
    toRow: area.row + area.rows - 1,
    toColumn: area.column + area.columns - 1,
  };
}

/** Such as B3, or B3:D8. */
export function areaName(area: Area): string {
  const first = cellName(area.row, area.column);
  if (area.rows === 1 && area.columns === 1) return first;
  return `${first}:${cellName(area.row + area.rows - 1, area.column + area.columns - 1)}`;
}

export function isInside(area: Area, row: number, column: number): boolean {
  return (
    row >= area.row &&
    row < area.row + area.rows &&
    column >= area.column &&
    column < area.column + area.columns
  );
}

/** Moves the cell, or with `extend` the far corner, by a step and keeps it on the sheet. */
export function move(
  selection: Selection,
  tab: TabView,
  step: { rows: number; columns: number; extend: boolean },
): Selection {
  const from = step.extend
    ? { row: selection.toRow, column: selection.toColumn }
    : { row: selection.row, column: selection.column };
  const toRow = clamp(from.row + step.rows, tab.rows);
  const toColumn = clamp(from.column + step.columns, tab.columns);
  if (step.extend) return { ...selection, toRow, toColumn };
  return { row: toRow, column: toColumn, toRow, toColumn };
}

function clamp(index: number, last: number): number {
  return Math.max(1, Math.min(last, index));
}

/** Reads A1, B3:D8 or a whole column or row such as C:C; null for anything else. */
export function readPlace(text: string, tab: TabView): Selection | null {
  const match = /^([a-z]{0,3})(\d{0,8})(?::([a-z]{0,3})(\d{0,8}))?$/i.exec(text.trim());
  if (!match) return null;
  const [, letters = '', digits = '', toLetters = letters, toDigits = digits] = match;
  if (!letters && !digits) return null;
  const selection = {
    row: digits ? Number(digits) : 1,
    column: letters ? columnNumber(letters) : 1,
    toRow: toDigits ? Number(toDigits) : tab.rows,
    toColumn: toLetters ? columnNumber(toLetters) : tab.columns,
  };
  const fits = Math.max(selection.row, selection.toRow) <= tab.rows && selection.row >= 1;
  const wide = Math.max(selection.column, selection.toColumn) <= tab.columns;
  return fits && wide ? selection : null;
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
