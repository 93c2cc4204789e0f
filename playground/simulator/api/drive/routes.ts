// The part of Drive v3 that is needed: files, their permissions, export and notices of changes.
import { z } from 'zod';
import { Workbook } from '../../workbook/workbook.ts';
import { displayValue } from '../../workbook/display.ts';
import { DriveError } from '../errors.ts';
import { roleOf } from '../files.ts';
import { parseMask } from '../mask.ts';
import { flag, message, readMessage, text } from '../messages/message.ts';
import { readQuery } from '../query.ts';
import { Content, type Route } from '../route.ts';
import { drives, find, findToChange, route, shown } from './calls.ts';
import { fileOf, sheetsType } from './file-json.ts';
import { permissionRoutes } from './permission-routes.ts';
import { searchTest } from './search.ts';

const fileBody = message({
  name: text,
  mimeType: text,
  parents: z.array(text),
  description: text,
  trashed: flag,
  appProperties: z.record(z.string(), z.string()),
});

const fileRoutes: Route[] = [
  // Without a mask Google refuses it (developers.google.com/workspace/drive/api/reference/rest/v3/about/get).
  route('GET', '/about', (call) => {
    readQuery(call.params, {});
    if (!call.params.get('fields')) {
      const message = "The 'fields' parameter is required for this method.";
      throw new DriveError(400, 'required', message, 'fields');
    }
    const [displayName = ''] = call.as.split('@');
    const user = { kind: 'drive#user', displayName, me: true, emailAddress: call.as };
    return shown({ kind: 'drive#about', user }, call);
  }),
  route('POST', '/files', (call) => {
    readQuery(call.params, { ...drives, ignoreDefaultVisibility: 'flag' });
    const { name = 'Untitled', mimeType, trashed = false } = readMessage(fileBody, call.body);
    checkType(mimeType);
    const workbook = new Workbook({ name, timeZone: 'Etc/GMT', now: call.now });
    workbook.owner = call.as;
    const file = call.files.add(workbook);
    file.trashed = trashed;
    return shown(fileOf(file, call.as), call);
  }),
  route('GET', '/files', (call) => {
    const { q = '', pageSize = 100, pageToken = '0' } = readQuery(call.params, listQuery);
    const test = searchTest(q);
    const found = call.files.all
      .filter((file) => roleOf(file, call.as) !== null && test(file))
      .sort((a, b) => b.modified - a.modified);
    const from = Number(pageToken);
    const files = found.slice(from, from + pageSize).map((file) => fileOf(file, call.as));
    const next = from + pageSize < found.length ? { nextPageToken: String(from + pageSize) } : {};
    const list = { kind: 'drive#fileList', incompleteSearch: false, ...next, files };
    return shown(list, call, shortList);
  }),
  route('GET', '/files/([^/]+)', (call) => {
    readQuery(call.params, { ...drives, acknowledgeAbuse: 'flag' });
    return shown(fileOf(find(call), call.as), call);
  }),
  route('PATCH', '/files/([^/]+)', (call) => {
    readQuery(call.params, { ...drives, addParents: 'text', removeParents: 'text' });
    const { name, trashed } = readMessage(fileBody, call.body);
    const file = findToChange(call, trashed === undefined ? 'writer' : 'owner');
    file.workbook.name = name ?? file.workbook.name;
    file.trashed = trashed ?? file.trashed;
    file.workbook.changed({ kind: 'sheets' });
    return shown(fileOf(file, call.as), call);
  }),
  route('DELETE', '/files/([^/]+)', (call) => {
    readQuery(call.params, { ...drives, enforceSingleParent: 'flag' });
    call.files.remove(findToChange(call, 'owner').workbook.id);
    return null;
  }),
  route('POST', '/files/([^/]+)/copy', (call) => {
    readQuery(call.params, drives);
    const original = find(call);
    const { name = `Copy of ${original.workbook.name}` } = readMessage(fileBody, call.body);
    const workbook = original.workbook.duplicate(name);
    workbook.owner = call.as;
    return shown(fileOf(call.files.add(workbook), call.as), call);
  }),
  route('GET', '/files/([^/]+)/export', (call) => {
    const { mimeType } = readQuery(call.params, { mimeType: 'text' });
    const { workbook } = find(call);
    if (mimeType === 'text/csv') return new Content(mimeType, delimited(workbook, ','));
    if (mimeType === 'text/tab-separated-values')
      return new Content(mimeType, delimited(workbook, '\t'));
    const message = 'The requested conversion is not supported.';
    throw new DriveError(400, 'badRequest', message, 'convertTo');
  }),
];

const listQuery = {
  ...drives,
  q: 'text',
  pageSize: 'count',
  pageToken: 'text',
  orderBy: 'text',
  spaces: 'text',
  corpora: 'text',
  driveId: 'text',
} as const;

const shortList = parseMask('kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)');

function checkType(mimeType: string | undefined): void {
  if (mimeType === sheetsType) return;
  const shownType = mimeType ?? 'application/octet-stream';
  throw new DriveError(400, 'badRequest', `Only spreadsheets can be made here, not ${shownType}.`);
}

/** The first tab that is shown, as far as it is filled, with CRLF between lines. */
function delimited(workbook: Workbook, delimiter: ',' | '\t'): string {
  workbook.engine.calculate();
  const sheet = workbook.sheets.find(({ hidden }) => !hidden);
  if (!sheet) return '';
  const { rows, columns } = sheet.contentEnd();
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const cell = sheet.at(row + 1, column + 1);
      const value = cell ? displayValue(workbook, cell) : '';
      return delimiter === ',' ? quotedField(value) : value.replace(/[\t\r\n]/g, ' ');
    }).join(delimiter),
  );
  return lines.join('\r\n');
}

const quotedField = (value: string) =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const watchBody = message({
  id: text,
  type: text,
  address: text,
  token: text,
  expiration: z.union([z.string(), z.number()]),
  payload: flag,
  kind: text,
  resourceId: text,
  resourceUri: text,
  params: z.record(z.string(), z.string()),
});

const channelRoutes: Route[] = [
  route('POST', '/files/([^/]+)/watch', (call) => {
    readQuery(call.params, drives);
    const { id, type, address, token, expiration } = readMessage(watchBody, call.body);
    if (!id) throw new DriveError(400, 'required', 'Channel id required', 'id');
    if (type !== 'web_hook' && type !== 'webhook')
      throw new DriveError(400, 'invalid', `Unknown channel type: ${type}`, 'type');
    if (!address || !URL.canParse(address))
      throw new DriveError(400, 'invalid', 'Channel address is not valid', 'address');
    const { workbook } = find(call);
    const until = expiration === undefined ? undefined : Number(expiration);
    return call.channels.watch(workbook.id, { id, address, token, expiration: until });
  }),
  route('POST', '/channels/stop', (call) => {
    const { id = '', resourceId = '' } = readMessage(watchBody, call.body);
    call.channels.stop(id, resourceId);
    return null;
  }),
];

export const driveRoutes: Route[] = [...fileRoutes, ...permissionRoutes, ...channelRoutes];
