// Turns where values come from into values: what was given, or what cells hold now.
import { placeText } from '../../domain/cells/cell-name.ts';
import { valueInCell } from '../../domain/cells/value-in-cell.ts';
import type { Parameter, Scalar, Value, Values } from '../../domain/contract/parameter.ts';
import { noCellFor } from '../../domain/followed-cells.ts';
import { rangeName } from '../../domain/linked-range.ts';
import type { ValueSource, ValueSources } from '../../domain/linked-range.ts';
import { own } from '../../domain/own.ts';
import { Problem } from '../../domain/problem.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** The values to run with. Throws Problem invalid_value for a cell that is gone, empty or of the wrong type. */
export function valuesFrom(
  sources: ValueSources,
  spreadsheet: Spreadsheet,
  parameters: Parameter[] | null = null,
): Values {
  const values = Object.entries(sources).map(([name, source]): [string, Value] => {
    const parameter = parameters?.find((one) => one.name === name) ?? null;
    return [name, valueFrom(source, { name, parameter, spreadsheet })];
  });
  return Object.fromEntries(values);
}

/** Whether any value is taken from a cell, so that the parameters' types are needed. */
export function followsCells(sources: ValueSources): boolean {
  return Object.values(sources).some(({ from }) => from === 'cell');
}

/** The choices that come from cells: as people write them, so that the server finds out what they mean. */
export function choicesInCells(sources: ValueSources, parameters: Parameter[] | null): string[] {
  return (parameters ?? [])
    .filter(({ name, type }) => type === 'choice' && own(sources, name)?.from === 'cell')
    .map(({ name }) => name);
}

/** The cells of a place: a named range, or A1 notation with the tab; null when they are gone. */
export function rangeNamed(spreadsheet: Spreadsheet, place: string): Range | null {
  try {
    return spreadsheet.getRangeByName(place) ?? spreadsheet.getRange(place);
  } catch {
    // Google says "Range not found" by an exception: its tab, its name or its cells are gone.
    return null;
  }
}

/**
 * Values whose cells are kept by a name of the range's own, so that they are followed when they move.
 * A named range that the person chose stays what it is. Throws Problem: invalid_value.
 */
export function followedValues(
  spreadsheet: Spreadsheet,
  id: string,
  values: ValueSources,
): ValueSources {
  const followed = Object.entries(values).map(([name, source]): [string, ValueSource] => {
    if (source.from === 'value' || isName(source.place)) return [name, source];
    const range = rangeNamed(spreadsheet, source.place);
    if (!range) {
      const what = `There is no cell ${source.place} for ${name}`;
      throw badCell({ name, parameter: null, spreadsheet }, what);
    }
    const place = followerName(id, name);
    spreadsheet.setNamedRange(place, range);
    return [name, { from: 'cell', place }];
  });
  return Object.fromEntries(followed);
}

/** The values as a person knows them: one that follows a cell is kept by a name, and told by its cell. */
export function shownValues(
  spreadsheet: Spreadsheet,
  { values }: { values: ValueSources },
): ValueSources {
  return Object.fromEntries(
    Object.entries(values).map(([name, source]) => {
      if (source.from === 'value' || !source.place.startsWith('sheetfeed_')) return [name, source];
      const range = rangeNamed(spreadsheet, source.place);
      const place = range
        ? placeText(range.getSheet().getName(), range.getA1Notation())
        : source.place;
      return [name, { from: 'cell' as const, place }];
    }),
  );
}

/** As many cells as a person wants to see of a place. */
const SHOWN_CELLS = 100;

/** What the cells of a place show, those that hold something; null where they are gone. */
export function shownAt(spreadsheet: Spreadsheet, place: string): string[] | null {
  const range = rangeNamed(spreadsheet, place);
  if (!range) return null;
  const filled = range.getSheet().getLastRow() - range.getRow() + 1;
  const rows = Math.min(range.getNumRows(), SHOWN_CELLS, Math.max(1, filled));
  const texts = range.offset(0, 0, rows).getDisplayValues().flat();
  return texts.filter((text) => text !== '').slice(0, SHOWN_CELLS);
}

/** Forgets the names that followed cells for a range, but for those that `values` still use. */
export function forgetFollowers(spreadsheet: Spreadsheet, id: string, values: ValueSources): void {
  const used = Object.values(values).map((source) => (source.from === 'cell' ? source.place : ''));
  for (const named of spreadsheet.getNamedRanges()) {
    const name = named.getName();
    if (name.startsWith(followerName(id, '')) && !used.includes(name)) named.remove();
  }
}

function followerName(id: string, parameter: string): string {
  return `${rangeName(id)}_${parameter}`;
}

// A name has neither the ! of a tab nor the shape of a cell or of cells.
function isName(place: string): boolean {
  return !/[!:]/.test(place) && !/^\$?[A-Za-z]{1,3}\$?\d+$/.test(place);
}

interface Asked {
  name: string;
  parameter: Parameter | null;
  spreadsheet: Spreadsheet;
}

function valueFrom(source: ValueSource, asked: Asked): Value {
  if (source.from === 'value') return source.value;
  if (asked.parameter?.cell === false) throw noCellFor(asked.parameter);
  const range = rangeNamed(asked.spreadsheet, source.place);
  if (!range) throw badCell(asked, `The cell for ${labelOf(asked)} is gone`);
  const filled = filledValues(range, asked);
  if (asked.parameter?.list) return filled;
  const [value] = filled;
  if (filled.length > 1) {
    const where = range.getA1Notation();
    throw badCell(asked, `${labelOf(asked)} takes one value, but ${where} holds ${filled.length}`);
  }
  if (value !== undefined) return value;
  if (asked.parameter?.optional) return null;
  throw badCell(asked, `The cell ${range.getA1Notation()} for ${labelOf(asked)} is empty`);
}

function filledValues(range: Range, asked: Asked): Scalar[] {
  // A whole column such as B:B reaches to the end of the tab: only its filled part is read.
  const last = range.getSheet().getLastRow();
  const rows = Math.min(range.getNumRows(), last - range.getRow() + 1);
  if (rows < 1) return [];
  const part = range.offset(0, 0, rows);
  const shown = part.getDisplayValues();
  const type = asked.parameter?.type ?? 'text';
  const reader = { type, name: labelOf(asked), ...writingOf(asked.spreadsheet) };
  const filled: Scalar[] = [];
  part.getValues().forEach((row: unknown[], rowIndex) =>
    row.forEach((value, columnIndex) => {
      if (value === '') return;
      const read = valueInCell({ value, shown: shown[rowIndex]?.[columnIndex] ?? '' }, reader);
      if ('wrong' in read) throw badCell(asked, read.wrong);
      filled.push(read.value);
    }),
  );
  return filled;
}

// Asked of Google where a text is to be a number or a date, and once.
function writingOf(spreadsheet: Spreadsheet): { timeZone: () => string; locale: () => string } {
  let timeZone: string | null = null;
  let locale: string | null = null;
  return {
    timeZone: () => (timeZone ??= spreadsheet.getSpreadsheetTimeZone()),
    locale: () => (locale ??= spreadsheet.getSpreadsheetLocale()),
  };
}

function labelOf({ name, parameter }: Asked): string {
  return parameter?.label ?? name;
}

function badCell({ name }: Asked, what: string): Problem {
  return new Problem('invalid_value', `${what}. Fill the cell in, or change the value.`, {
    parameter: name,
  });
}
