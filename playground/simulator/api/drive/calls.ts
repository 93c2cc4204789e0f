// How Drive's routes find their file, and show of it what was asked for.
import { DriveError } from '../errors.ts';
import { mayWrite, roleOf, type StoredFile } from '../files.ts';
import { parseMask, selectFields } from '../mask.ts';
import type { Route, RouteCall } from '../route.ts';

/** What every call may say besides. */
export const drives = {
  supportsAllDrives: 'flag',
  supportsTeamDrives: 'flag',
  includeItemsFromAllDrives: 'flag',
} as const;

const shortFile = parseMask('kind,id,name,mimeType');

/** Throws Drive's 404 also for what the caller may not see: it does not tell the two apart. */
export function find({ files, parts, as }: RouteCall): StoredFile {
  const id = parts[0] ?? '';
  const file = files.find(id);
  if (!file || roleOf(file, as) === null)
    throw new DriveError(404, 'notFound', `File not found: ${id}.`, 'fileId');
  return file;
}

/** The same; throws 403 for who may not change it. */
export function findToChange(call: RouteCall, needed: 'writer' | 'owner' = 'writer'): StoredFile {
  const file = find(call);
  const isAllowed =
    needed === 'owner' ? roleOf(file, call.as) === 'owner' : mayWrite(file, call.as);
  if (isAllowed) return file;
  const message = 'The user does not have sufficient permissions for this file.';
  throw new DriveError(403, 'insufficientFilePermissions', message);
}

/** The fields that were asked for, else the usual four. */
export const shown = (json: object, { params }: RouteCall, usual = shortFile) => {
  const fields = params.get('fields');
  return selectFields(json, fields ? parseMask(fields) : usual);
};

/** A route below /drive/v3. */
export function route(method: string, path: string, answer: Route['answer']): Route {
  return { method, pattern: new RegExp(`^/drive/v3${path}$`), masks: true, answer };
}
