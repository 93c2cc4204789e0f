// The methods values.* of the Sheets API.
import { rowsOf, type Area } from '../../workbook/area.ts';
import { clearArea } from '../../workbook/area-edits.ts';
import { checkEditable } from '../../workbook/protection.ts';
import { applyShift } from '../../workbook/structure-edits.ts';
import type { z } from 'zod';
import { invalid, refusedAt } from '../errors.ts';
import type { Opened } from '../opened.ts';
import type { DataFilter } from '../messages/places.ts';
import type {
  batchGetByFilterBody,
  batchUpdateBody,
  batchUpdateByFilterBody,
  Rendering,
  ValueRange,
  Writing,
} from '../messages/values.ts';
import { placeOf, written, type Place } from '../ranges/a1.ts';
import type { Cells } from '../ranges/grid.ts';
import { cellsOfFilter } from '../spreadsheet/metadata.ts';
import { tableWithin } from './append.ts';
import { readRange } from './reading.ts';
import { inputOption, planWriting, writePlan, type Plan, type Written } from './writing.ts';

export function getValues({ workbook }: Opened, range: string, how: Rendering): ValueRange {
  return readRange(workbook, placeOf(workbook, range), how);
}

export function batchGetValues({ workbook }: Opened, ranges: string[], how: Rendering): object {
  const valueRanges = ranges.map((range) => readRange(workbook, placeOf(workbook, range), how));
  return { spreadsheetId: workbook.id, ...(valueRanges.length > 0 ? { valueRanges } : {}) };
}

export function batchGetByFilter(
  { workbook }: Opened,
  { dataFilters = [], ...how }: z.infer<typeof batchGetByFilterBody>,
): object {
  const valueRanges = matched(dataFilters, (filter) => cellsOfFilter(workbook, filter)).map(
    ({ cells, filters }) => ({
      valueRange: readRange(workbook, cells, how),
      dataFilters: filters,
    }),
  );
  return { spreadsheetId: workbook.id, ...(valueRanges.length > 0 ? { valueRanges } : {}) };
}

/** Each range once, with every filter that selects it. */
function matched(
  filters: DataFilter[],
  cellsOf: (filter: DataFilter) => Cells[],
): { cells: Cells; filters: DataFilter[] }[] {
  const found = new Map<string, { cells: Cells; filters: DataFilter[] }>();
  for (const filter of filters) {
    for (const cells of cellsOf(filter)) {
      const known = found.get(written(cells));
      if (known) known.filters.push(filter);
      else found.set(written(cells), { cells, filters: [filter] });
    }
  }
  return [...found.values()];
}

export function updateValues(
  opened: Opened,
  { range, how, body }: { range: string; how: Writing; body: ValueRange },
): object {
  const place = placeOf(opened.workbook, range);
  if (body.range !== undefined && !isSamePlace(place, placeOf(opened.workbook, body.range))) {
    throw invalid(
      `Requested writing within range [${written(place)}], but the body names [${body.range}]`,
    );
  }
  const [done] = write(opened, [{ place, given: body }], how);
  return done?.answer ?? {};
}

const isSamePlace = (a: Place, b: Place) => written(a) === written(b);

interface Given {
  place: Place;
  given: Pick<ValueRange, 'values' | 'majorDimension'>;
}

/** All of it, or nothing. */
function write({ workbook, as, rollback }: Opened, all: Given[], how: Writing): Done[] {
  const option = inputOption(how.valueInputOption);
  const plans = all.map(({ place, given }) => planWriting(place, given));
  const rolling = rollback();
  return rolling.attempt(() => {
    const done = plans.map((plan) => {
      checkPlan(workbook, plan, as);
      rolling.keepRows(plan.sheet, plan.area.top, plan.area.bottom);
      return writePlan(workbook, plan, option);
    });
    return done.map((one, at) => {
      const given = all[at]?.given ?? {};
      return { written: one, answer: updateAnswer(workbook, one, { how, given }) };
    });
  });
}

interface Done {
  written: Written;
  answer: object;
}

function checkPlan(workbook: Opened['workbook'], { sheet, area }: Plan, as: string): void {
  checkEditable(workbook, sheet, area, as);
}

function updateAnswer(
  workbook: Opened['workbook'],
  { sheet, area, cells, rows, columns }: Written,
  { how, given }: { how: Writing; given: Given['given'] },
): object {
  const counts =
    cells > 0 ? { updatedRows: rows.size, updatedColumns: columns.size, updatedCells: cells } : {};
  const answer = { spreadsheetId: workbook.id, updatedRange: written({ sheet, area }), ...counts };
  if (!how.includeValuesInResponse) return answer;
  const updatedData = readRange(
    workbook,
    { sheet, area },
    {
      majorDimension: given.majorDimension,
      valueRenderOption: how.responseValueRenderOption,
      dateTimeRenderOption: how.responseDateTimeRenderOption,
    },
  );
  return { ...answer, updatedData };
}

export function batchUpdateValues(
  opened: Opened,
  { data = [], ...how }: z.infer<typeof batchUpdateBody>,
): object {
  const all = data.map((given, at) => {
    const place = refusedAt(`data[${at}]`, () => placeOf(opened.workbook, given.range ?? ''));
    return { place, given };
  });
  return batchAnswer(opened, all, how);
}

/** The filter is resolved when the call is carried out; one that finds nothing writes nothing. */
export function batchUpdateByFilter(
  opened: Opened,
  { data = [], ...how }: z.infer<typeof batchUpdateByFilterBody>,
): object {
  const all = data.flatMap(({ dataFilter = {}, ...given }) =>
    cellsOfFilter(opened.workbook, dataFilter).map((cells) => ({
      place: { ...cells, isOpen: false },
      given,
      dataFilter,
    })),
  );
  const answer = batchAnswer(opened, all, how);
  answer.responses?.forEach((one, at) => Object.assign(one, { dataFilter: all[at]?.dataFilter }));
  return answer;
}

interface BatchAnswer {
  spreadsheetId: string;
  responses?: object[];
}

function batchAnswer(opened: Opened, all: Given[], how: Writing): BatchAnswer {
  const done = write(opened, all, how);
  const responses = done.map(({ answer }) => answer);
  return {
    spreadsheetId: opened.workbook.id,
    ...totals(done.map((one) => one.written)),
    ...(responses.length > 0 ? { responses } : {}),
  };
}

/** A row or column of a tab counts once, in however many ranges it was written (Google's guide has such an answer). */
function totals(all: Written[]): object {
  const filled = all.filter(({ cells }) => cells > 0);
  const distinct = (of: (one: Written) => Set<number>) =>
    new Set(filled.flatMap((one) => [...of(one)].map((at) => `${one.sheet.id} ${at}`))).size;
  if (filled.length === 0) return {};
  return {
    totalUpdatedRows: distinct(({ rows }) => rows),
    totalUpdatedColumns: distinct(({ columns }) => columns),
    totalUpdatedCells: filled.reduce((sum, { cells }) => sum + cells, 0),
    totalUpdatedSheets: new Set(filled.map(({ sheet }) => sheet.id)).size,
  };
}

export interface AppendOptions extends Writing {
  insertDataOption?: 'OVERWRITE' | 'INSERT_ROWS' | undefined;
}

export function appendValues(
  opened: Opened,
  { range, how, body }: { range: string; how: AppendOptions; body: ValueRange },
): object {
  const { workbook } = opened;
  const asked = placeOf(workbook, range);
  const table = tableWithin(asked);
  const start = table
    ? { top: table.bottom + 1, left: table.left }
    : { top: asked.area.top, left: asked.area.left };
  const area: Area = { ...start, bottom: start.top, right: start.left };
  const place = { sheet: asked.sheet, area, isOpen: true };
  const rolling = opened.rollback();
  const [done] = rolling.attempt(() => {
    if (how.insertDataOption === 'INSERT_ROWS') {
      rolling.keepGrid();
      makeRoom(opened, planWriting(place, body));
    }
    return write(opened, [{ place, given: body }], how);
  });
  const tableRange = table && written({ sheet: asked.sheet, area: table });
  return {
    spreadsheetId: workbook.id,
    ...(tableRange ? { tableRange } : {}),
    updates: done?.answer ?? {},
  };
}

function makeRoom({ workbook }: Opened, { sheet, area }: Plan): void {
  if (area.top > sheet.size.rows) return;
  const count = rowsOf(area);
  applyShift(workbook, { kind: 'insert', axis: 'rows', sheetId: sheet.id, at: area.top, count });
}

export function clearValues(opened: Opened, range: string): object {
  const [clearedRange] = clearAll(opened, [placeOf(opened.workbook, range)]);
  return { spreadsheetId: opened.workbook.id, clearedRange };
}

export function batchClearValues(opened: Opened, ranges: string[]): object {
  const places = ranges.map((range) => placeOf(opened.workbook, range));
  return clearedAnswer(opened, places);
}

export function batchClearByFilter(opened: Opened, filters: DataFilter[]): object {
  const places = matched(filters, (one) => cellsOfFilter(opened.workbook, one));
  return clearedAnswer(
    opened,
    places.map(({ cells }) => cells),
  );
}

function clearedAnswer(opened: Opened, places: Cells[]): object {
  const clearedRanges = clearAll(opened, places);
  const { id } = opened.workbook;
  return { spreadsheetId: id, ...(clearedRanges.length > 0 ? { clearedRanges } : {}) };
}

/** Values go; looks, notes and validations stay. */
function clearAll({ workbook, as }: Opened, places: Cells[]): string[] {
  for (const { sheet, area } of places) checkEditable(workbook, sheet, area, as);
  for (const { sheet, area } of places) clearArea(workbook, sheet, area, { contents: true });
  return places.map(written);
}
