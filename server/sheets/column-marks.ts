// The marks of a linked range on columns, as the add-on makes them (addon/sheet/column-marks.ts).
import { randomInt } from 'node:crypto';
import {
  APART_KEY,
  columnMark,
  markOf,
  rangeName,
  rangeOfMark,
} from '../../domain/linked-range.ts';
import type { ColumnMark, TabMark } from '../../domain/refresh/sheet.ts';
import type { Request, Spreadsheet } from '../google/spreadsheet.ts';
import { linesOf } from './places.ts';
import type { Shape } from './shape.ts';

/** The marks of a range in its tab. One read. */
export async function columnMarks(
  spreadsheet: Spreadsheet,
  tab: number,
  id: string,
): Promise<ColumnMark[]> {
  const found = await marksIn(spreadsheet, tab);
  return found.flatMap(({ value, column }) => {
    const mark = markOf(id, value);
    return mark === null ? [] : [{ mark, column }];
  });
}

/** Those of all ranges that stand in the tab. One read. */
export async function tabMarks(
  spreadsheet: Spreadsheet,
  tab: number,
  names: Shape['names'],
): Promise<TabMark[]> {
  const found = await marksIn(spreadsheet, tab);
  return found.flatMap(({ value, column }) => {
    const own = names.find(({ name }) => name === rangeName(rangeOfMark(value)));
    return own?.place && own.tab === tab ? [{ value, column, row: own.place.row }] : [];
  });
}

async function marksIn(spreadsheet: Spreadsheet, tab: number): Promise<Omit<TabMark, 'row'>[]> {
  const found = await spreadsheet.metadata([
    { developerMetadataLookup: { metadataKey: APART_KEY } },
  ]);
  return found.flatMap(({ metadataValue, location }) => {
    const lines = location?.dimensionRange;
    if (lines?.dimension !== 'COLUMNS' || (lines.sheetId ?? 0) !== tab) return [];
    return [{ value: metadataValue ?? '', column: (lines.startIndex ?? 0) + 1 }];
  });
}

/** Puts a mark of a range on a column. */
export function columnMarkRequest(
  { tab, id }: { tab: number; id: string },
  { mark, column }: ColumnMark,
): Request {
  return {
    createDeveloperMetadata: {
      developerMetadata: {
        metadataId: randomInt(1, 2 ** 31 - 1),
        ...{ metadataKey: APART_KEY, metadataValue: columnMark(id, mark), visibility: 'DOCUMENT' },
        location: { dimensionRange: linesOf(tab, 'COLUMNS', column, 1) },
      },
    },
  };
}

/** Takes a mark to another column of its tab. */
export function movedMarkRequest(tab: number, { value, column }: Omit<TabMark, 'row'>): Request {
  const lookup = { metadataKey: APART_KEY, metadataValue: value };
  return {
    updateDeveloperMetadata: {
      dataFilters: [{ developerMetadataLookup: lookup }],
      developerMetadata: { location: { dimensionRange: linesOf(tab, 'COLUMNS', column, 1) } },
      fields: 'location',
    },
  };
}
