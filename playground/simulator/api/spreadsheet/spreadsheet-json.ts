// A whole spreadsheet as the Sheets API writes it.
import type { NamedArea } from '../../workbook/named-ranges.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { theme } from '../colors.ts';
import { asksFor, selectFields, type Mask } from '../mask.ts';
import { gridRangeOf, type Cells } from '../ranges/grid.ts';
import { defaultFormat } from './cell-data.ts';
import { gridDataOf } from './grid-data.ts';
import { metadataOf } from './metadata.ts';
import { listed, objectsOf, propertiesOf } from './sheet-json.ts';

export interface Wanted {
  /** Which cells; null is all of every tab. */
  cells: Cells[] | null;
  withGrid: boolean;
  mask: Mask;
  as: string;
}

/** With a mask, the mask alone says whether cells come too (Google's page on spreadsheets.get). */
export function spreadsheetOf(workbook: Workbook, wanted: Wanted): object {
  workbook.engine.calculate();
  const { cells, mask, as } = wanted;
  const withGrid = mask.size > 0 ? asksFor(mask, ['sheets', 'data']) : wanted.withGrid;
  const shown = workbook.sheets.filter(
    (sheet) => cells === null || cells.some((one) => one.sheet === sheet),
  );
  const dataMask = mask.get('sheets')?.get('data') ?? new Map<string, Mask>();
  const sheets = shown.map((sheet) => {
    const own = cells?.filter((one) => one.sheet === sheet);
    const ranges = own ?? [{ sheet, area: sheet.everything }];
    const data = () => ranges.map((one) => gridDataOf(workbook, one, dataMask));
    return {
      properties: propertiesOf(workbook, sheet),
      ...(withGrid ? { data: data() } : {}),
      ...objectsOf(workbook, sheet, as),
    };
  });
  const whole = {
    spreadsheetId: workbook.id,
    properties: spreadsheetPropertiesOf(workbook),
    sheets,
    ...listed('namedRanges', workbook.names.list.map(namedRangeOf)),
    ...listed('developerMetadata', workbook.metadata.list.filter(isOfAll).map(metadataOf)),
    spreadsheetUrl: urlOf(workbook),
  };
  return selectFields(whole, mask) as object;
}

const urlOf = ({ id }: Workbook) => `https://docs.google.com/spreadsheets/d/${id}/edit`;

const isOfAll = ({ place }: Workbook['metadata']['list'][number]) => place.on === 'spreadsheet';

function spreadsheetPropertiesOf({ name, locale, timeZone }: Workbook): object {
  return {
    title: name,
    locale,
    autoRecalc: 'ON_CHANGE',
    timeZone,
    defaultFormat,
    spreadsheetTheme: theme,
  };
}

/** An emptied one has an empty range. */
export function namedRangeOf(named: NamedArea): object {
  const { name, sheetId, area } = named;
  const range = area ? gridRangeOf(sheetId, area) : {};
  return { namedRangeId: idOfName(named), name, range };
}

/** What programs know the named range by; it has one from when it is first asked for. */
export function idOfName(named: NamedArea): string {
  named.id ??= String(Math.floor(Math.random() * 2 ** 31));
  return named.id;
}
