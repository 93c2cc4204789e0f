// The values that a linked range is run with, where cells of its spreadsheet give some: as the add-on takes them from cells.
import { valueInCell, type ValueWanted } from '../../domain/cells/value-in-cell.ts';
import { timestampOfSerial, zoneOffset } from '../../domain/cells/wall-clock.ts';
import type { Parameter, Scalar, Value, Values } from '../../domain/contract/parameter.ts';
import { noCellFor } from '../../domain/followed-cells.ts';
import type { ValueSource, ValueSources } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import type { CellData, Filter, Spreadsheet } from '../google/spreadsheet.ts';
import { isBlankCell, heldIn } from './picture.ts';
import { gridOf } from './places.ts';
import type { Shape } from './shape.ts';

interface Reading {
  spreadsheet: Spreadsheet;
  shape: Shape;
  parameters: readonly Parameter[];
}

/** Throws Problem invalid_value for a cell that is gone, empty or of the wrong type. */
export async function valuesOf(sources: ValueSources, reading: Reading): Promise<Values> {
  const values: [string, Value][] = [];
  for (const [name, source] of Object.entries(sources)) {
    const known = reading.parameters.find((one) => one.name === name);
    const parameter = known ?? { name, type: 'text' as const };
    values.push([name, await valueFrom(source, parameter, reading)]);
  }
  return Object.fromEntries(values);
}

async function valueFrom(
  source: ValueSource,
  parameter: Parameter,
  reading: Reading,
): Promise<Value> {
  if (source.from === 'value') return source.value;
  if (parameter.cell === false) throw noCellFor(parameter);
  const cells = (await cellsAt(source.place, parameter, reading)).filter(
    (cell) => !isBlankCell(cell),
  );
  const filled = cells.map((cell) => scalarIn(cell, parameter, reading));
  if (parameter.list) return filled;
  const [value] = filled;
  const label = labelOf(parameter);
  if (filled.length > 1)
    throw badCell(parameter, `${label} takes one value, but its cells hold ${filled.length}`);
  if (value !== undefined) return value;
  if (parameter.optional) return null;
  throw badCell(parameter, `The cell for ${label} is empty`);
}

const FIELDS =
  'sheets(properties.sheetId,data.rowData.values(userEnteredValue,effectiveValue,formattedValue,effectiveFormat.numberFormat))';

async function cellsAt(
  place: string,
  parameter: Parameter,
  { spreadsheet, shape }: Reading,
): Promise<CellData[]> {
  const named = shape.names.find(({ name }) => name === place);
  const isGone = named ? named.place === null : !/[!:]|^\$?[A-Za-z]{1,3}\$?\d+$/.test(place);
  if (isGone) throw badCell(parameter, `The cell for ${labelOf(parameter)} is gone`);
  const filter: Filter = named?.place
    ? { gridRange: gridOf(named.tab, named.place) }
    : { a1Range: place };
  const { sheets = [] } = await spreadsheet.getBy([filter], FIELDS);
  const rows = sheets.flatMap(({ data = [] }) => data.flatMap(({ rowData = [] }) => rowData));
  return rows.flatMap(({ values = [] }) => values);
}

function scalarIn(cell: CellData, parameter: Parameter, { shape }: Reading): Scalar {
  const wanted: ValueWanted = {
    ...{ type: parameter.type, name: labelOf(parameter) },
    ...{ timeZone: () => shape.timeZone, locale: () => shape.locale },
  };
  const shown = cell.formattedValue ?? '';
  const read = valueInCell({ value: heldAsBySheets(cell, shape.timeZone), shown }, wanted);
  if ('wrong' in read) throw badCell(parameter, read.wrong);
  return read.value;
}

// What SpreadsheetApp gives: a day is a Date by the spreadsheet's clocks.
function heldAsBySheets(cell: CellData, timeZone: string): unknown {
  const held = heldIn(cell);
  const { type = '' } = cell.effectiveFormat?.numberFormat ?? {};
  if (typeof held !== 'number' || !/^(DATE|DATE_TIME|TIME)$/.test(type ?? '')) return held;
  const text = timestampOfSerial(held);
  if (text === null) return held;
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  // The clocks may have changed between the two moments.
  const near = wall - zoneOffset(wall, timeZone);
  return new Date(wall - zoneOffset(near, timeZone));
}

const labelOf = ({ label, name }: Parameter): string => label ?? name;

function badCell({ name }: Parameter, what: string): Problem {
  const detail = `${what}. Fill the cell in, or change the value.`;
  return new Problem('invalid_value', detail, { parameter: name });
}
