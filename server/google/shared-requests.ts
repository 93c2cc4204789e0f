// The requests to the Sheets API that can carry what several ask, and how each gets its own of the answer.
import type { sheets_v4 } from '@googleapis/sheets';
import type { GoogleCall } from './google.ts';
import type { Filter, Metadata, Render, Reply, Request, SpreadsheetData } from './sheets-api.ts';
import type { Shared } from './together.ts';

/** How each kind is asked for, by the first word of its key. */
export const METHODS: Readonly<Record<string, GoogleCall['method']>> = {
  whole: 'GET',
  values: 'GET',
};

/** The same for all who ask. */
export function wholeBy(fields: string): Shared<null, SpreadsheetData, SpreadsheetData> {
  return {
    key: `whole ${fields}`,
    request: () => ({ path: `?fields=${encodeURIComponent(fields)}` }),
    answers: (raw, parts) => parts.map(() => raw),
  };
}

/** Cells by filters, which Google gives tab by tab; each is known by its tab and its first cell. */
export function cellsBy(fields: string): Shared<Filter[], SpreadsheetData, SpreadsheetData> {
  return {
    key: `cells ${fields}`,
    request: (parts) => ({
      path: `:getByDataFilter?fields=${encodeURIComponent(fields)}`,
      body: { dataFilters: unlike(parts.flat()), includeGridData: true },
    }),
    answers: (raw, parts) => (parts.length === 1 ? [raw] : parts.map((one) => cellsOf(raw, one))),
    fits: (part, others) => part.every((one) => isToldApart(one, others.flat())),
  };
}

interface Corner {
  tab: number;
  row: number;
  column: number;
}

function cornerOf({ gridRange }: Filter): Corner | null {
  if (!gridRange) return null;
  const { sheetId, startRowIndex, startColumnIndex } = gridRange;
  return { tab: sheetId ?? 0, row: startRowIndex ?? 0, column: startColumnIndex ?? 0 };
}

const textOf = (one: unknown) => JSON.stringify(one);

// Two areas of one corner could not be told apart in the answer, unless they are the same.
function isToldApart(filter: Filter, others: readonly Filter[]): boolean {
  const corner = cornerOf(filter);
  if (corner === null) return others.length === 0;
  return others.every((other) => {
    const at = cornerOf(other);
    if (at === null) return false;
    return textOf(at) !== textOf(corner) || textOf(other) === textOf(filter);
  });
}

function unlike(filters: readonly Filter[]): Filter[] {
  return [...new Map(filters.map((one) => [textOf(one), one])).values()];
}

function cellsOf(
  { sheets = [], ...rest }: SpreadsheetData,
  part: readonly Filter[],
): SpreadsheetData {
  const corners = part.map(cornerOf);
  const mine = sheets.flatMap((sheet) => {
    const tab = sheet.properties?.sheetId ?? 0;
    const isMine = ({ startRow, startColumn }: sheets_v4.Schema$GridData) =>
      corners.some(
        (one) =>
          one?.tab === tab && one.row === (startRow ?? 0) && one.column === (startColumn ?? 0),
      );
    if (!corners.some((one) => one?.tab === tab)) return [];
    return [{ ...sheet, data: (sheet.data ?? []).filter(isMine) }];
  });
  return { ...rest, sheets: mine };
}

/** Values of ranges in A1 notation, in their order. */
export function valuesBy(
  render: Render,
): Shared<string[], sheets_v4.Schema$BatchGetValuesResponse, unknown[][][]> {
  return {
    key: `values ${render}`,
    request(parts) {
      const asked = parts.flat().map((range) => `ranges=${encodeURIComponent(range)}`);
      const how = `valueRenderOption=${render}&dateTimeRenderOption=SERIAL_NUMBER`;
      return { path: `/values:batchGet?${[...asked, how].join('&')}` };
    },
    answers({ valueRanges = [] }, parts) {
      let at = 0;
      return parts.map((ranges) => ranges.map(() => valueRanges[at++]?.values ?? []));
    },
  };
}

type Found = sheets_v4.Schema$SearchDeveloperMetadataResponse;

/** Metadata by lookups of their key and value: which of it is whose, these say. */
export const metadataBy: Shared<Filter[], Found, Metadata[]> = {
  key: 'metadata',
  request: (parts) => ({
    path: '/developerMetadata:search',
    body: { dataFilters: parts.flat() },
  }),
  answers({ matchedDeveloperMetadata = [] }, parts) {
    const found = matchedDeveloperMetadata.flatMap((one) => one.developerMetadata ?? []);
    if (parts.length === 1) return [found];
    return parts.map((filters) => found.filter((one) => filters.some((by) => isFoundBy(one, by))));
  },
  fits: (part, others) => [part, ...others].flat().every(isByText),
};

function isByText({ developerMetadataLookup: by }: Filter): boolean {
  const known = new Set(['metadataKey', 'metadataValue']);
  return by !== undefined && Object.keys(by).every((key) => known.has(key));
}

function isFoundBy(one: Metadata, { developerMetadataLookup: by }: Filter): boolean {
  const { metadataKey = null, metadataValue = null } = by ?? {};
  return (
    (metadataKey === null || one.metadataKey === metadataKey) &&
    (metadataValue === null || one.metadataValue === metadataValue)
  );
}

/** A batch is carried out whole or not at all, in its order: each part has its replies. */
export const batch: Shared<Request[], sheets_v4.Schema$BatchUpdateSpreadsheetResponse, Reply[]> = {
  key: 'batch',
  request: (parts) => ({ path: ':batchUpdate', body: { requests: parts.flat() } }),
  answers({ replies = [] }, parts) {
    let at = 0;
    return parts.map((requests) => requests.map(() => replies[at++] ?? {}));
  },
};
