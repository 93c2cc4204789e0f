// Who may do what with a file of Drive.
import { z } from 'zod';
import { DriveError } from '../errors.ts';
import { newPermissionId, type Permission, type StoredFile } from '../files.ts';
import { parseMask } from '../mask.ts';
import { flag, message, readMessage, text } from '../messages/message.ts';
import { readQuery } from '../query.ts';
import type { Route, RouteCall } from '../route.ts';
import { drives, findToChange, route, shown } from './calls.ts';
import { permissionOf } from './file-json.ts';

const shortPermission = parseMask('kind,id,type,role');
const shortPermissions = parseMask('kind,permissions(kind,id,type,role)');

const permissionBody = message({
  type: z.enum(['user', 'group', 'domain', 'anyone'], { error: 'TYPE_STRING' }),
  role: z.enum(['owner', 'writer', 'commenter', 'reader'], { error: 'TYPE_STRING' }),
  emailAddress: text,
  domain: text,
  value: text,
  allowFileDiscovery: flag,
  withLink: flag,
});

const sharing = {
  ...drives,
  sendNotificationEmail: 'flag',
  emailMessage: 'text',
  transferOwnership: 'flag',
  moveToNewOwnersRoot: 'flag',
  pageSize: 'count',
  pageToken: 'text',
} as const;

export const permissionRoutes: Route[] = [
  route('POST', '/files/([^/]+)/permissions', (call) => {
    readQuery(call.params, sharing);
    const { type, role, emailAddress, domain } = readMessage(permissionBody, call.body);
    if (!type || !role)
      throw new DriveError(
        400,
        'required',
        'The permission type and role fields are required.',
        'permission',
      );
    if ((type === 'user' || type === 'group') && !emailAddress)
      throw new DriveError(
        400,
        'required',
        'The emailAddress field is required.',
        'permission.emailAddress',
      );
    const file = findToChange(call);
    const id = type === 'anyone' ? 'anyoneWithLink' : newPermissionId();
    const given: Permission = {
      ...{ id, type, role },
      ...(emailAddress === undefined ? {} : { emailAddress }),
      ...(domain === undefined ? {} : { domain }),
    };
    const same = (one: Permission) =>
      one.type === type && one.emailAddress === emailAddress && one.domain === domain;
    const known = file.permissions.find(same);
    const permission = known ? { ...known, role } : given;
    file.permissions = [...file.permissions.filter((one) => !same(one)), permission];
    return shown(permissionOf(permission), call, shortPermission);
  }),
  route('GET', '/files/([^/]+)/permissions', (call) => {
    readQuery(call.params, sharing);
    const permissions = findToChange(call).permissions.map(permissionOf);
    return shown({ kind: 'drive#permissionList', permissions }, call, shortPermissions);
  }),
  route('GET', '/files/([^/]+)/permissions/([^/]+)', (call) => {
    readQuery(call.params, sharing);
    return shown(permissionOf(permissionIn(findToChange(call), call)), call, shortPermission);
  }),
  route('PATCH', '/files/([^/]+)/permissions/([^/]+)', (call) => {
    readQuery(call.params, sharing);
    const permission = permissionIn(findToChange(call), call);
    permission.role = readMessage(permissionBody, call.body).role ?? permission.role;
    return shown(permissionOf(permission), call, shortPermission);
  }),
  route('DELETE', '/files/([^/]+)/permissions/([^/]+)', (call) => {
    readQuery(call.params, sharing);
    const file = findToChange(call);
    const gone = permissionIn(file, call);
    file.permissions = file.permissions.filter((one) => one !== gone);
    return null;
  }),
];

function permissionIn(file: StoredFile, { parts }: RouteCall): Permission {
  const id = parts[1] ?? '';
  const permission = file.permissions.find((one) => one.id === id);
  if (!permission)
    throw new DriveError(404, 'notFound', `Permission not found: ${id}.`, 'permissionId');
  return permission;
}
