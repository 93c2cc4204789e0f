// A second driver of the rules of a refresh: it knows no SpreadsheetApp, and answers each read later, as one that
// asks over the network. It reads the simulator's workbook as it is kept.
import type { Cell } from '../../../domain/cells/cell.ts';
import type { Place } from '../../../domain/cells/place.ts';
import {
  APART_KEY,
  HEADER_KEY,
  RECORD_KEY,
  isRangeName,
  markOf,
  rangeName,
  rangeOfMark,
} from '../../../domain/linked-range.ts';
import { readRecord } from '../../../domain/record/record-text.ts';
import type { WholeResult } from '../../../domain/refresh/content.ts';
import type { RangeNow } from '../../../domain/refresh/prepare.ts';
import { decideRefresh } from '../../../domain/refresh/refresh.ts';
import type { Decision, RefreshedBy } from '../../../domain/refresh/refresh.ts';
import { isLitFormula } from '../../../domain/refresh/lit-cells.ts';
import type {
  Answers,
  CellRule,
  ColumnMark,
  TabMark,
  Read,
  ReadOf,
  Rules,
} from '../../../domain/refresh/sheet.ts';
import { NO_BACKGROUND } from '../../../domain/refresh/sheet.ts';
import { toR1C1 } from '../../../playground/simulator/formulas/r1c1.ts';
import { intersection, type Area } from '../../../playground/simulator/workbook/area.ts';
import { formatOf, hasContent, newCell } from '../../../playground/simulator/workbook/cell.ts';
import type { Cell as KeptCell } from '../../../playground/simulator/workbook/cell.ts';
import { displayValue } from '../../../playground/simulator/workbook/display.ts';
import { isEditable, mayEdit } from '../../../playground/simulator/workbook/protection.ts';
import { isError } from '../../../playground/simulator/values/cell-value.ts';
import type { Sheet } from '../../../playground/simulator/workbook/sheet.ts';
import type { Workbook } from '../../../playground/simulator/workbook/workbook.ts';

/** What SpreadsheetApp calls the format of a cell that has none. */
const AUTOMATIC = '0.###############';

interface Asked {
  id: string;
  result: WholeResult;
  how: RefreshedBy;
  /** Who refreshes. */
  email: string;
  /** What is remembered of the range when it was last written. */
  written: string | null;
}

/** Decides a refresh; each read is answered in a later turn. */
export async function decideLater(workbook: Workbook, asked: Asked): Promise<Decision> {
  const { id, result, how } = asked;
  const now = rangeIn(workbook, id);
  const { timeZone } = workbook;
  const rules = decideRefresh(now, { result, how, timeZone, shown: {} });
  return followLater(rules, readersOf(workbook, now.sheet, asked));
}

type Readers = { [Kind in Read['read']]: (read: ReadOf<Kind>) => Answers[Kind] };

async function followLater<T>(rules: Rules<T>, readers: Readers): Promise<T> {
  let step = rules.next();
  while (!step.done) step = rules.next(await answerLater(step.value, readers));
  return step.value;
}

async function answerLater<Kind extends Read['read']>(
  read: ReadOf<Kind>,
  readers: Readers,
): Promise<Answers[Kind]> {
  await new Promise((resolve) => setImmediate(resolve));
  const kind = read.read as Kind;
  return readers[kind](read);
}

function rangeIn(workbook: Workbook, id: string): RangeNow & { sheet: Sheet } {
  const records = workbook.metadata.list.filter(({ key }) => key === RECORD_KEY);
  const linked = records.map(({ value }) => readRecord(value)).find((one) => one?.id === id);
  const named = workbook.names.find(rangeName(id));
  if (!linked || !named?.area) throw new Error(`There is no linked range ${id}.`);
  return { linked, place: placeOf(named.area), sheet: workbook.sheet(named.sheetId) };
}

function readersOf(workbook: Workbook, sheet: Sheet, { email, written }: Asked): Readers {
  workbook.engine.calculate();
  const each = <T>({ place }: { place: Place }, read: (cell: KeptCell) => T): T[][] =>
    Array.from({ length: place.rows }, (_, row) =>
      Array.from({ length: place.columns }, (__, column) =>
        read(sheet.at(place.row + row, place.column + column) ?? newCell()),
      ),
    );
  const shown = (cell: KeptCell) => displayValue(workbook, cell);
  const end = () => sheet.contentEnd();
  const numbers = {
    rows: () => sheet.size.rows,
    columns: () => sheet.size.columns,
    lastRow: () => end().rows,
    lastColumn: () => end().columns,
  };
  return {
    range: ({ place }) => ({
      header: each({ place: { ...place, rows: 1 } }, shown)[0] ?? [],
      rows: each({ place: { ...place, row: place.row + 1, rows: place.rows - 1 } }, held),
    }),
    cells: (read) => each(read, held),
    texts: (read) => each(read, shown),
    formulas: (read) => each(read, ({ formula }) => formula),
    formulasR1C1: (read) =>
      each(read, (cell) => cell.formula).map((row, at) =>
        row.map(
          (text, index) => text && toR1C1(text, read.place.row + at, read.place.column + index),
        ),
      ),
    otherRanges: ({ place }) => otherRanges(workbook, sheet, place),
    numberFormats: (read) => each(read, (cell) => formatOf(cell) || AUTOMATIC),
    notes: (read) => each(read, ({ note }) => note),
    fontColors: (read) => each(read, ({ style }) => style.color || '#000000'),
    backgrounds: (read) => each(read, ({ style }) => style.background || NO_BACKGROUND),
    blank: (read) => !each(read, hasContent).flat().includes(true),
    rules: (read) => rulesIn(sheet, read.place),
    merges: ({ place }) =>
      sheet.merges.filter((merge) => intersection(merge, areaOf(place))).map(placeOf),
    namedPlaces: () =>
      workbook.names.list.flatMap(({ sheetId, area }) =>
        area && sheetId === sheet.id ? [placeOf(area)] : [],
      ),
    coveredPlaces: () => coveredPlaces(workbook, sheet),
    chartCells: () =>
      sheet.charts.map(({ anchor }) => ({
        ...{ row: anchor?.row ?? 1, column: anchor?.column ?? 1 },
        ...{ rows: 1, columns: 1 },
      })),
    hidesRows: ({ place }) => {
      const { area, hiddenValues = {} } = sheet.filter ?? {};
      const hides = Object.keys(hiddenValues).length > 0;
      return hides && area !== undefined && intersection(area, areaOf(place)) !== null;
    },
    editors: ({ place }) => editorsOf(workbook, sheet, { area: areaOf(place), email }),
    tab: ({ what }) => numbers[what](),
    locale: () => workbook.locale,
    tabName: () => sheet.name,
    tabNames: () => workbook.sheets.map(({ name }) => name),
    spreadsheetCells: () =>
      workbook.sheets.reduce((sum, { size }) => sum + size.rows * size.columns, 0),
    allFormulas: () =>
      workbook.sheets.map((tab) => ({
        tab: tab.name,
        own: tab === sheet,
        formulas: tab.rows.map((row) => (row?.cells ?? []).map((cell) => cell?.formula ?? '')),
      })),
    written: () => written,
    headerMark: ({ range }) => headerMark(workbook, range),
    columnMarks: ({ range }) => columnMarks(workbook, sheet, range),
    tabMarks: () => tabMarks(workbook, sheet),
  };
}

function coveredPlaces(workbook: Workbook, sheet: Sheet): Place[] {
  const charts = workbook.sheets.flatMap((tab) => tab.charts);
  const pivots = workbook.sheets.flatMap((tab) => tab.pivots);
  const isHere = ({ sheetId }: { sheetId: number }) => sheetId === sheet.id;
  const areas = [
    ...charts.filter(isHere).flatMap((chart) => chart.areas),
    ...pivots.filter(isHere).map(({ source }) => source),
    ...(sheet.filter ? [sheet.filter.area] : []),
    ...sheet.bandings,
    ...sheet.conditionalFormats.flatMap((rule) => (isLitFormula(rule.formula) ? [] : rule.areas)),
    ...workbook.names.list.flatMap(({ name, sheetId, area }) =>
      area && sheetId === sheet.id && !isRangeName(name) ? [area] : [],
    ),
  ];
  return areas.map(placeOf);
}

function rulesIn(sheet: Sheet, { row, column, rows, columns }: Place): CellRule[] {
  const rules: CellRule[] = [];
  for (let down = row; down < row + rows; down++) {
    for (let across = column; across < column + columns; across++) {
      const { strict = false, list = [] } = sheet.at(down, across)?.validation ?? {};
      const place = { row: down, column: across, rows: 1, columns: 1 };
      if (strict) rules.push({ place, takes: { what: 'oneOf', values: list } });
    }
  }
  return rules;
}

function headerMark({ metadata }: Workbook, id: string): number | null {
  const mark = metadata.list.find(({ key, value }) => key === HEADER_KEY && value === id);
  return mark?.place.on === 'rows' ? mark.place.from : null;
}

function columnMarks({ metadata }: Workbook, sheet: Sheet, id: string): ColumnMark[] {
  return metadata.list.flatMap(({ key, value, place }) => {
    const mark = key === APART_KEY ? markOf(id, value) : null;
    const isHere = place.on === 'columns' && place.sheetId === sheet.id;
    return mark === null || !isHere ? [] : [{ mark, column: place.from }];
  });
}

function tabMarks({ metadata, names }: Workbook, sheet: Sheet): TabMark[] {
  return metadata.list.flatMap(({ key, value, place }) => {
    if (key !== APART_KEY || place.on !== 'columns' || place.sheetId !== sheet.id) return [];
    const own = names.list.find(({ name }) => name === rangeName(rangeOfMark(value)));
    return own?.area ? [{ value, column: place.from, row: placeOf(own.area).row }] : [];
  });
}

function otherRanges(workbook: Workbook, sheet: Sheet, { row, column }: Place): Place[] {
  return workbook.names.list
    .filter(({ name, sheetId }) => isRangeName(name) && sheetId === sheet.id)
    .flatMap(({ area }) => (area ? [placeOf(area)] : []))
    .filter((other) => other.row !== row || other.column !== column);
}

function held({ value }: KeptCell): Cell {
  return isError(value) ? value.error : value;
}

function editorsOf(
  workbook: Workbook,
  sheet: Sheet,
  { area, email }: { area: Area; email: string },
): string[] | null {
  if (isEditable(workbook, sheet, area, email)) return null;
  const closed = sheet.protections.find(
    (one) =>
      !mayEdit(workbook, one, email) && intersection(one.area ?? sheet.everything, area) !== null,
  );
  return closed ? closed.editors : [];
}

function placeOf({ top, left, bottom, right }: Area): Place {
  return { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
}

function areaOf({ row, column, rows, columns }: Place): Area {
  return { top: row, left: column, bottom: row + rows - 1, right: column + columns - 1 };
}
