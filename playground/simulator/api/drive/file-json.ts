// Files and permissions as Drive v3 writes them.
import { roleOf, type Permission, type StoredFile } from '../files.ts';

export const sheetsType = 'application/vnd.google-apps.spreadsheet';

/** All that the simulator knows of a file; answers have four fields of it unless more are asked for. */
export function fileOf(file: StoredFile, as: string): object {
  const { workbook, created, modified, version, trashed, permissions } = file;
  const role = roleOf(file, as);
  const canEdit = role === 'owner' || role === 'writer';
  return {
    kind: 'drive#file',
    id: workbook.id,
    name: workbook.name,
    mimeType: sheetsType,
    createdTime: new Date(created).toISOString(),
    modifiedTime: new Date(modified).toISOString(),
    version: String(version),
    trashed,
    explicitlyTrashed: trashed,
    parents: ['root'],
    spaces: ['drive'],
    webViewLink: `https://docs.google.com/spreadsheets/d/${workbook.id}/edit?usp=drivesdk`,
    owners: [ownerOf(workbook.owner, as)],
    ownedByMe: role === 'owner',
    shared: permissions.length > 1,
    capabilities: { canEdit, canCopy: true, canDelete: role === 'owner', canShare: canEdit },
    ...(canEdit ? { permissions: permissions.map(permissionOf) } : {}),
    ...(canEdit ? { permissionIds: permissions.map(({ id }) => id) } : {}),
  };
}

function ownerOf(emailAddress: string, as: string): object {
  const [displayName] = emailAddress.split('@');
  return { kind: 'drive#user', displayName, me: emailAddress === as, emailAddress };
}

export function permissionOf({ id, type, role, emailAddress, domain }: Permission): object {
  const isPerson = type === 'user' || type === 'group';
  return {
    kind: 'drive#permission',
    id,
    type,
    role,
    ...(emailAddress === undefined ? {} : { emailAddress }),
    ...(domain === undefined ? {} : { domain, displayName: domain }),
    ...(type === 'anyone' ? { allowFileDiscovery: false } : {}),
    ...(isPerson
      ? { displayName: emailAddress?.split('@')[0], deleted: false, pendingOwner: false }
      : {}),
  };
}
