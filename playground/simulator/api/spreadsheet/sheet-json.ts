// A tab as the Sheets API writes it, but for its cells.
import type { Area } from '../../workbook/area.ts';
import type { Anchor, Chart, ProtectedArea, Sheet } from '../../workbook/sheet.ts';
import type { Metadata } from '../../workbook/metadata.ts';
import { mayEdit } from '../../workbook/protection.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { colorOf, withStyles } from '../colors.ts';
import type { SheetProperties } from '../messages/spreadsheets.ts';
import { dimensionRangeOf, gridRangeOf } from '../ranges/grid.ts';
import { metadataOf } from './metadata.ts';

export function propertiesOf(workbook: Workbook, sheet: Sheet): SheetProperties {
  const { size, frozenRows, frozenColumns, hideGridlines } = sheet;
  return {
    sheetId: sheet.id,
    title: sheet.name,
    index: workbook.sheets.indexOf(sheet),
    sheetType: 'GRID',
    gridProperties: {
      rowCount: size.rows,
      columnCount: size.columns,
      ...(frozenRows > 0 ? { frozenRowCount: frozenRows } : {}),
      ...(frozenColumns > 0 ? { frozenColumnCount: frozenColumns } : {}),
      ...(hideGridlines ? { hideGridlines } : {}),
    },
    ...(sheet.hidden ? { hidden: true } : {}),
    ...(sheet.tabColor === '' ? {} : withStyles({ tabColor: colorOf(sheet.tabColor) })),
    ...(sheet.rightToLeft ? { rightToLeft: true } : {}),
  };
}

/** Lists that are empty are left out, as everywhere in Google's answers. */
export function objectsOf(workbook: Workbook, sheet: Sheet, as: string): object {
  const at = (area: Area) => gridRangeOf(sheet.id, area);
  const groups = (axis: 'rows' | 'columns') =>
    sheet.groups.filter((one) => one.axis === axis).map((one) => groupOf(sheet.id, one));
  return {
    ...listed('merges', sheet.merges.map(at)),
    ...listed(
      'conditionalFormats',
      sheet.conditionalFormats.map((rule) => ({
        ranges: rule.areas.map(at),
        ...(rule.rule ?? formulaRule(rule)),
      })),
    ),
    ...listed(
      'protectedRanges',
      sheet.protections.map((one) => protectionOf({ workbook, sheet, one, as })),
    ),
    ...listed(
      'charts',
      sheet.charts.map((chart) => chartOf(sheet.id, chart)),
    ),
    ...listed(
      'bandedRanges',
      sheet.bandings.map((area, index) => ({ bandedRangeId: index + 1, range: at(area) })),
    ),
    ...(sheet.filter ? { basicFilter: filterOf(sheet.id, sheet.filter) } : {}),
    ...listed('developerMetadata', workbook.metadata.list.filter(isOn(sheet)).map(metadataOf)),
    ...listed('rowGroups', groups('rows')),
    ...listed('columnGroups', groups('columns')),
  };
}

function chartOf(
  tab: number,
  { id, title, sheetId, areas, type = 'COLUMN', anchor }: Chart,
): object {
  const series = areas.map((area) => ({
    series: { sourceRange: { sources: [gridRangeOf(sheetId, area)] } },
  }));
  const spec = { title, basicChart: { chartType: type, series } };
  return { chartId: id, spec, ...(anchor ? { position: positionOf(tab, anchor) } : {}) };
}

function positionOf(sheetId: number, { row, column, x, y }: Anchor): object {
  const anchorCell = { sheetId, rowIndex: row - 1, columnIndex: column - 1 };
  return { overlayPosition: { anchorCell, offsetXPixels: x, offsetYPixels: y } };
}

const isOn =
  ({ id }: Sheet) =>
  ({ place }: Metadata) =>
    place.on === 'sheet' && place.sheetId === id;

export function listed(name: string, list: unknown[]): object {
  return list.length > 0 ? { [name]: list } : {};
}

function formulaRule({ formula, background }: Sheet['conditionalFormats'][number]): object {
  return {
    booleanRule: {
      condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: formula }] },
      format: background === '' ? {} : withStyles({ backgroundColor: colorOf(background) }),
    },
  };
}

export function groupOf(sheetId: number, group: Sheet['groups'][number]): object {
  const { depth, collapsed } = group;
  const range = dimensionRangeOf({ sheetId, ...group });
  return { range, depth, ...(collapsed ? { collapsed } : {}) };
}

function filterOf(sheetId: number, { area, hiddenValues }: NonNullable<Sheet['filter']>): object {
  const hidden = Object.entries(hiddenValues).map(
    ([column, values]) => [Number(column) - 1, { hiddenValues: values }] as const,
  );
  const specs = hidden.map(([columnIndex, filterCriteria]) => ({
    ...(columnIndex === 0 ? {} : { columnIndex }),
    filterCriteria,
  }));
  return {
    range: gridRangeOf(sheetId, area),
    ...(hidden.length > 0 ? { criteria: Object.fromEntries(hidden) } : {}),
    ...listed('filterSpecs', specs),
  };
}

/** A protection; `isReply`: as the answer to the request that made it, which does not name its owner (recorded). */
export function protectionOf({
  workbook,
  sheet,
  one,
  as,
  isReply = false,
}: {
  workbook: Workbook;
  sheet: Sheet;
  one: ProtectedArea;
  as: string;
  isReply?: boolean;
}): object {
  const { id, area, unprotected, description, warningOnly, editors } = one;
  const everybody = [...new Set([workbook.owner, ...editors])];
  const users = isReply ? editors.filter((email) => email !== as) : everybody;
  return {
    protectedRangeId: id,
    range: area ? gridRangeOf(sheet.id, area) : sheet.id === 0 ? {} : { sheetId: sheet.id },
    ...(description === '' ? {} : { description }),
    ...(warningOnly ? { warningOnly } : {}),
    ...(mayEdit(workbook, one, as) ? { requestingUserCanEdit: true } : {}),
    ...listed(
      'unprotectedRanges',
      unprotected.map((free) => gridRangeOf(sheet.id, free)),
    ),
    editors: users.length > 0 ? { users } : {},
  };
}
