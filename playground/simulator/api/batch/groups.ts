// Requests on groups of rows and columns that fold together.
import type { Group, Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask } from '../mask.ts';
import { message, text } from '../messages/message.ts';
import { dimensionRange } from '../messages/places.ts';
import { dimensionGroup } from '../messages/spreadsheets.ts';
import { stretchOf, type Stretch } from '../ranges/grid.ts';
import { groupOf } from '../spreadsheet/sheet-json.ts';
import { inGrid } from './dimensions.ts';
import { request } from './request.ts';

const addDimensionGroup = request(message({ range: dimensionRange }), ({ workbook }, { range }) => {
  const { sheet, axis, from, to } = inGrid(stretchOf(workbook, range));
  const around = sheet.groups.filter(
    (one) => one.axis === axis && one.from <= from && one.to >= to,
  );
  const depth = Math.max(0, ...around.map((one) => one.depth)) + 1;
  if (depth > 8) throw invalid('Groups cannot be nested deeper than 8 levels.');
  for (const one of sheet.groups) if (isInside(one, { axis, from, to })) one.depth++;
  sheet.groups.push({ axis, from, to, depth, collapsed: false });
  return { addDimensionGroup: groupsReply(workbook, { sheet, axis }) };
});

function isInside(one: Group, { axis, from, to }: Omit<Stretch, 'sheet'>): boolean {
  const same = one.from === from && one.to === to;
  return one.axis === axis && !same && one.from >= from && one.to <= to;
}

const deleteDimensionGroup = request(
  message({ range: dimensionRange }),
  ({ workbook }, { range }) => {
    const { sheet, axis, from, to } = inGrid(stretchOf(workbook, range));
    const group = sheet.groups
      .filter((one) => one.axis === axis && one.from === from && one.to === to)
      .sort((a, b) => b.depth - a.depth)[0];
    if (!group) throw invalid('There is no group to delete at the range.');
    sheet.groups = sheet.groups.filter((one) => one !== group);
    for (const one of sheet.groups) if (isInside(one, { axis, from, to })) one.depth--;
    return { deleteDimensionGroup: groupsReply(workbook, { sheet, axis }) };
  },
);

function groupsReply(
  workbook: Workbook,
  { sheet, axis }: { sheet: Sheet; axis: 'rows' | 'columns' },
): object {
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
  const groups = sheet.groups.filter((one) => one.axis === axis);
  return groups.length > 0 ? { dimensionGroups: groups.map((one) => groupOf(sheet.id, one)) } : {};
}

const updateDimensionGroup = request(
  message({ dimensionGroup, fields: text }),
  ({ workbook }, { dimensionGroup: given = {}, fields }) => {
    const mask = updateMask(fields, dimensionGroup);
    const { sheet, axis, from, to } = inGrid(stretchOf(workbook, given.range));
    const group = sheet.groups.find(
      (one) => one.axis === axis && one.from === from && one.to === to && one.depth === given.depth,
    );
    if (!group) throw invalid('There is no group at the range with that depth.');
    if (asksFor(mask, ['collapsed'])) group.collapsed = given.collapsed ?? false;
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
  },
);

export const groupRequests = { addDimensionGroup, deleteDimensionGroup, updateDimensionGroup };
