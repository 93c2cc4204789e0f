// Requests on conditional formats.
import type { ConditionalFormat, Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { int, message } from '../messages/message.ts';
import { conditionalFormatRule, type ConditionalFormatRule } from '../messages/spreadsheets.ts';
import { cellsOf, gridOf } from '../ranges/grid.ts';
import { request } from './request.ts';

/** The rule as the workbook holds it: what the workbook does not know stays in the API's words. */
function formatOf(
  workbook: Workbook,
  given: ConditionalFormatRule,
): ConditionalFormat & { sheet: Sheet } {
  const { ranges = [], booleanRule, gradientRule } = given;
  const all = ranges.map((range) => cellsOf(workbook, range));
  const sheet = all[0]?.sheet;
  if (!sheet) throw invalid('Must specify at least one range.');
  if (all.some((one) => one.sheet !== sheet))
    throw invalid('All ranges of a conditional format must be on the same grid.');
  const { type, values = [] } = booleanRule?.condition ?? {};
  if (!gradientRule && type === undefined)
    throw invalid('Must specify a booleanRule or a gradientRule.');
  return {
    sheet,
    areas: all.map(({ area }) => area),
    formula: type === 'CUSTOM_FORMULA' ? (values[0]?.userEnteredValue ?? '') : '',
    background: '',
    rule: gradientRule ? { gradientRule } : { booleanRule },
  };
}

const addConditionalFormatRule = request(
  message({ rule: conditionalFormatRule, index: int }),
  ({ workbook }, { rule = {}, index = 0 }) => {
    const { sheet, ...format } = formatOf(workbook, rule);
    checkIndex(sheet, index, sheet.conditionalFormats.length);
    sheet.conditionalFormats.splice(index, 0, format);
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
  },
);

function checkIndex(sheet: Sheet, index: number, last = sheet.conditionalFormats.length - 1): void {
  if (index < 0 || index > last) {
    throw invalid(`No conditional format on sheet: ${sheet.id} at index: ${index}`);
  }
}

const updateConditionalFormatRule = request(
  message({ index: int, sheetId: int, rule: conditionalFormatRule, newIndex: int }),
  ({ workbook }, { index = 0, sheetId, rule, newIndex }) => {
    const sheet = rule ? formatOf(workbook, rule).sheet : gridOf(workbook, sheetId);
    checkIndex(sheet, index);
    const [old] = sheet.conditionalFormats.splice(index, 1);
    if (newIndex !== undefined) checkIndex(sheet, newIndex, sheet.conditionalFormats.length);
    const { sheet: _sheet, ...format } = rule ? formatOf(workbook, rule) : { ...old, sheet };
    sheet.conditionalFormats.splice(newIndex ?? index, 0, format as ConditionalFormat);
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
    return {
      updateConditionalFormatRule: { ...(rule ? { newRule: rule } : { newIndex: newIndex ?? 0 }) },
    };
  },
);

const deleteConditionalFormatRule = request(
  message({ index: int, sheetId: int }),
  ({ workbook }, { index = 0, sheetId }) => {
    const sheet = gridOf(workbook, sheetId);
    checkIndex(sheet, index);
    const [gone] = sheet.conditionalFormats.splice(index, 1);
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
    return { deleteConditionalFormatRule: gone?.rule ? { rule: gone.rule } : {} };
  },
);

export const conditionalFormatRequests = {
  addConditionalFormatRule,
  updateConditionalFormatRule,
  deleteConditionalFormatRule,
};
