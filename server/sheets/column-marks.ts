// The marks of a linked range on columns, as the add-on makes them (addon/sheet/column-marks.ts).
import { randomInt } from 'node:crypto';
import { APART_KEY, columnMark, markOf } from '../../domain/linked-range.ts';
import type { ColumnMark } from '../../domain/refresh/sheet.ts';
import type { Request, Spreadsheet } from '../google/spreadsheet.ts';
import { linesOf } from './places.ts';

/** The marks of a range in its tab. One read. */
export async function columnMarks(
  spreadsheet: Spreadsheet,
  tab: number,
  id: string,
): Promise<ColumnMark[]> {
  const found = await spreadsheet.metadata([
    { developerMetadataLookup: { metadataKey: APART_KEY } },
  ]);
  return found.flatMap(({ metadataValue, location }) => {
    const mark = markOf(id, metadataValue ?? '');
    const lines = location?.dimensionRange;
    if (mark === null || lines?.dimension !== 'COLUMNS' || (lines.sheetId ?? 0) !== tab) return [];
    return [{ mark, column: (lines.startIndex ?? 0) + 1 }];
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

/** Takes a mark of a range to another column of its tab. */
export function movedMarkRequest(
  { tab, id }: { tab: number; id: string },
  { mark, column }: ColumnMark,
): Request {
  const lookup = { metadataKey: APART_KEY, metadataValue: columnMark(id, mark) };
  return {
    updateDeveloperMetadata: {
      dataFilters: [{ developerMetadataLookup: lookup }],
      developerMetadata: { location: { dimensionRange: linesOf(tab, 'COLUMNS', column, 1) } },
      fields: 'location',
    },
  };
}
