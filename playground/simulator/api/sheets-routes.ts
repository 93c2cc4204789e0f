// The methods of the Sheets API v4, by their paths.
import { z } from 'zod';
import { Workbook } from '../workbook/workbook.ts';
import { copySheet } from '../workbook/tabs.ts';
import { carryOut, readBatch } from './batch/batch-update.ts';
import { addTab } from './batch/tabs.ts';
import { invalid, mayNot, notFound, refusedAt } from './errors.ts';
import { mayWrite, roleOf } from './files.ts';
import { checkMask, parseMask, type Mask } from './mask.ts';
import { flag, message, readMessage, text } from './messages/message.ts';
import { dataFilter } from './messages/places.ts';
import { spreadsheet } from './messages/spreadsheets.ts';
import {
  batchClearBody,
  batchClearByFilterBody,
  batchGetByFilterBody,
  batchUpdateBody,
  batchUpdateByFilterBody,
  renderingMessage,
  valueRange,
  writing,
  writingMessage,
} from './messages/values.ts';
import { Opened } from './opened.ts';
import { readQuery } from './query.ts';
import { placeOf } from './ranges/a1.ts';
import { gridOf } from './ranges/grid.ts';
import type { Route, RouteCall } from './route.ts';
import { cellsOfFilter, metadataOf, selected } from './spreadsheet/metadata.ts';
import { listed, propertiesOf } from './spreadsheet/sheet-json.ts';
import { spreadsheetOf } from './spreadsheet/spreadsheet-json.ts';
import {
  appendValues,
  batchClearByFilter,
  batchClearValues,
  batchGetByFilter,
  batchGetValues,
  batchUpdateByFilter,
  batchUpdateValues,
  clearValues,
  getValues,
  updateValues,
} from './values/methods.ts';

type Answer = (opened: Opened, call: RouteCall) => unknown;

/** The methods of one spreadsheet; whoever may only read it may not call those that write. */
function on(counts: 'read' | 'write', method: string, path: string, answer: Answer): Route {
  // Google overlooks a slash at the end and before a verb; google-spreadsheet sends both.
  const pattern = new RegExp(
    `^/v4/spreadsheets/([^/:]+)${path.startsWith(':') ? '/?' : ''}${path}/?$`,
  );
  return {
    method,
    pattern,
    counts,
    masks: path === '' || path === ':getByDataFilter',
    answer: (call) => answer(open(call, counts), call),
  };
}

/** Throws 404 for what is not there, 403 for what is not the caller's to see or to change. */
function open({ files, parts, as }: RouteCall, counts: 'read' | 'write'): Opened {
  const file = files.find(parts[0] ?? '');
  if (!file) throw notFound();
  const isAllowed = counts === 'write' ? mayWrite(file, as) : roleOf(file, as) !== null;
  if (!isAllowed) throw mayNot();
  return new Opened(file.workbook, as);
}

const renderingQuery = {
  majorDimension: 'text',
  valueRenderOption: 'text',
  dateTimeRenderOption: 'text',
} as const;
const writingQuery = {
  valueInputOption: 'text',
  includeValuesInResponse: 'flag',
  responseValueRenderOption: 'text',
  responseDateTimeRenderOption: 'text',
} as const;
const appendMessage = message({
  ...writing,
  insertDataOption: z.enum(['OVERWRITE', 'INSERT_ROWS'], {
    error: 'type.googleapis.com/google.apps.sheets.v4.InsertDataOption',
  }),
});
const emptyBody = message({});

const howToRead = ({ params }: RouteCall) => readQuery(params, renderingQuery);

const valueRoutes: Route[] = [
  on('read', 'GET', '/values/([^/]+)', (opened, call) =>
    getValues(opened, call.parts[1] ?? '', readMessage(renderingMessage, howToRead(call))),
  ),
  on('read', 'GET', '/values:batchGet', (opened, call) => {
    const { ranges = [], ...how } = readQuery(call.params, { ...renderingQuery, ranges: 'list' });
    return batchGetValues(opened, ranges, readMessage(renderingMessage, how));
  }),
  on('read', 'POST', '/values:batchGetByDataFilter', (opened, { body }) =>
    batchGetByFilter(opened, readMessage(batchGetByFilterBody, body)),
  ),
  on('write', 'PUT', '/values/([^/]+)', (opened, { parts, params, body }) => {
    const how = readMessage(writingMessage, readQuery(params, writingQuery));
    return updateValues(opened, {
      range: parts[1] ?? '',
      how,
      body: readMessage(valueRange, body, 'data'),
    });
  }),
  on('write', 'POST', '/values/([^/]+):append', (opened, { parts, params, body }) => {
    const query = readQuery(params, { ...writingQuery, insertDataOption: 'text' });
    return appendValues(opened, {
      range: parts[1] ?? '',
      how: readMessage(appendMessage, query),
      body: readMessage(valueRange, body, 'data'),
    });
  }),
  on('write', 'POST', '/values:batchUpdate', (opened, { body }) =>
    batchUpdateValues(opened, readMessage(batchUpdateBody, body)),
  ),
  on('write', 'POST', '/values:batchUpdateByDataFilter', (opened, { body }) =>
    batchUpdateByFilter(opened, readMessage(batchUpdateByFilterBody, body)),
  ),
  on('write', 'POST', '/values/([^/]+):clear', (opened, { parts, body }) => {
    readMessage(emptyBody, body);
    return clearValues(opened, parts[1] ?? '');
  }),
  on('write', 'POST', '/values:batchClear', (opened, { body }) =>
    batchClearValues(opened, readMessage(batchClearBody, body).ranges ?? []),
  ),
  on('write', 'POST', '/values:batchClearByDataFilter', (opened, { body }) =>
    batchClearByFilter(opened, readMessage(batchClearByFilterBody, body).dataFilters ?? []),
  ),
];

const everything: Mask = new Map();

/** The mask of an answer that is a spreadsheet. Throws for a field that it does not have. */
function maskOf(params: URLSearchParams): Mask {
  const fields = params.get('fields');
  if (fields === null || fields === '') return everything;
  const mask = parseMask(fields);
  checkMask(mask, spreadsheet);
  return mask;
}

const getByFilterBody = message({
  dataFilters: z.array(dataFilter),
  includeGridData: flag,
  excludeTablesInBandedRanges: flag,
});

const spreadsheetRoutes: Route[] = [
  on('read', 'GET', '', ({ workbook, as }, { params }) => {
    const { ranges = [], includeGridData = false } = readQuery(params, {
      ranges: 'list',
      includeGridData: 'flag',
      excludeTablesInBandedRanges: 'flag',
    });
    const cells = ranges.length > 0 ? ranges.map((range) => placeOf(workbook, range)) : null;
    const mask = maskOf(params);
    return spreadsheetOf(workbook, { cells, withGrid: includeGridData, mask, as });
  }),
  on('read', 'POST', ':getByDataFilter', ({ workbook, as }, { params, body }) => {
    const { dataFilters = [], includeGridData = false } = readMessage(getByFilterBody, body);
    const all = dataFilters.flatMap((filter) => cellsOfFilter(workbook, filter));
    const cells = dataFilters.length > 0 ? all : null;
    return spreadsheetOf(workbook, { cells, withGrid: includeGridData, mask: maskOf(params), as });
  }),
  on('write', 'POST', ':batchUpdate', (opened, { body }) => {
    const batch = readBatch(body);
    const replies = carryOut(opened, batch);
    const { workbook, as } = opened;
    const answer = { spreadsheetId: workbook.id, replies };
    if (!batch.includeSpreadsheetInResponse) return answer;
    const cells = batch.responseRanges?.map((range) => placeOf(workbook, range)) ?? null;
    const withGrid = batch.responseIncludeGridData ?? false;
    const updatedSpreadsheet = spreadsheetOf(workbook, { cells, withGrid, mask: everything, as });
    return { ...answer, updatedSpreadsheet };
  }),
  {
    method: 'POST',
    pattern: /^\/v4\/spreadsheets$/,
    counts: 'write',
    answer: ({ files, body, as, now }) => {
      const workbook = create(body, { as, now });
      files.add(workbook);
      return spreadsheetOf(workbook, { cells: null, withGrid: false, mask: everything, as });
    },
  },
  on('write', 'POST', '/sheets/(\\d+):copyTo', ({ workbook }, { parts, files, body, as }) => {
    const { destinationSpreadsheetId = '' } = readMessage(copyToBody, body);
    const target = files.find(destinationSpreadsheetId);
    if (!target) throw notFound();
    if (!mayWrite(target, as)) throw mayNot();
    const sheet = gridOf(workbook, Number(parts[1]));
    const copy = refusedAt('', () => copySheet(workbook, sheet, target.workbook));
    return propertiesOf(target.workbook, copy);
  }),
];

const copyToBody = message({ destinationSpreadsheetId: text });

/** A new spreadsheet as it is asked for; what is left out is as Google has it (recorded). */
function create(body: unknown, { as, now }: Pick<RouteCall, 'as' | 'now'>): Workbook {
  const { properties = {}, sheets = [] } = readMessage(spreadsheet, body);
  const { title = 'Untitled spreadsheet', locale = 'en_US', timeZone = 'Etc/GMT' } = properties;
  const workbook = new Workbook({ name: title, locale, timeZone, now });
  workbook.owner = as;
  const [first] = workbook.sheets;
  // Its name is free for one of those that are asked for.
  if (first && sheets.length > 0) first.name = '';
  sheets.forEach(({ properties: given = {}, data }, at) => {
    if (data !== undefined) throw invalid('Data of new tabs is not supported here.');
    refusedAt('sheets', () => addTab(workbook, { title: `Sheet${at + 1}`, ...given }));
  });
  if (first && sheets.length > 0) workbook.deleteSheet(first.id);
  return workbook;
}

const metadataRoutes: Route[] = [
  on('read', 'GET', '/developerMetadata/(\\d+)', ({ workbook }, { parts }) => {
    const found = workbook.metadata.list.find(({ id }) => id === Number(parts[1]));
    if (!found) throw notFound();
    return metadataOf(found);
  }),
  on('read', 'POST', '/developerMetadata:search', ({ workbook }, { body }) => {
    const { dataFilters = [] } = readMessage(message({ dataFilters: z.array(dataFilter) }), body);
    const found = workbook.metadata.list.flatMap((one) => {
      const filters = dataFilters.filter((filter) => selected(workbook, filter).includes(one));
      return filters.length > 0
        ? [{ developerMetadata: metadataOf(one), dataFilters: filters }]
        : [];
    });
    return listed('matchedDeveloperMetadata', found);
  }),
];

export const sheetsRoutes: Route[] = [...spreadsheetRoutes, ...valueRoutes, ...metadataRoutes];
