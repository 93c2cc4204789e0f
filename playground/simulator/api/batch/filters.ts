// Requests on a tab's filter.
import { applyFilter, clearFilter } from '../../workbook/filtering.ts';
import { invalid } from '../errors.ts';
import { int, message } from '../messages/message.ts';
import { basicFilter } from '../messages/spreadsheets.ts';
import { cellsOf, gridOf } from '../ranges/grid.ts';
import { request } from './request.ts';

const setBasicFilter = request(
  message({ filter: basicFilter }),
  ({ workbook, rolling }, { filter = {} }) => {
    const { sheet, area } = cellsOf(workbook, filter.range);
    const byIndex = Object.entries(filter.criteria ?? {}).map(
      ([index, one]) => [Number(index), one] as const,
    );
    const bySpec = (filter.filterSpecs ?? []).map(
      ({ columnIndex = 0, filterCriteria = {} }) => [columnIndex, filterCriteria] as const,
    );
    const hidden = [...byIndex, ...bySpec].map(([index, { condition, hiddenValues = [] }]) => {
      if (condition) throw invalid('Conditions of filters are not supported.');
      return [index + 1, hiddenValues] as const;
    });
    rolling.keepRows(sheet, area.top, area.bottom);
    applyFilter(workbook, sheet, { area, hiddenValues: Object.fromEntries(hidden) });
  },
);

const clearBasicFilter = request(
  message({ sheetId: int }),
  ({ workbook, rolling }, { sheetId }) => {
    const sheet = gridOf(workbook, sheetId);
    rolling.keepRows(sheet, 1, sheet.rows.length);
    clearFilter(workbook, sheet);
  },
);

export const filterRequests = { setBasicFilter, clearBasicFilter };
