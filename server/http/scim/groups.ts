// SCIM's groups: who is in them is said by the directory, what they may see by Sheetfeed's admins.
import { Router, type Request } from 'express';
import type pg from 'pg';
import { isStorable } from '../../database/storable.ts';
import {
  addGroup,
  changeGroup,
  findGroups,
  removeGroup,
  type GroupContent,
  type ProvisionedGroup,
} from '../../identity/provisioning/provisioned-groups.ts';
import {
  bodyOf,
  byId,
  listOf,
  operationsOf,
  ScimError,
  send,
  soughtBy,
  type Operation,
} from './messages.ts';
import type { ScimParts } from './parts.ts';

export function groupRoutes(parts: ScimParts): Router {
  return Router().use(readingGroups(parts), writingGroups(parts));
}

function readingGroups({ database }: ScimParts): Router {
  const router = Router();
  router.get('/Groups', async (request, response) => {
    const sought = soughtBy(request);
    const { groups, total } = await findGroups(database, sought);
    const views = groups.map((group) => groupOf(group, request));
    send(response, 200, listOf(views, total, sought));
  });
  router.get('/Groups/:id', async (request, response) => {
    send(response, 200, await viewOf(database, request, request.params.id));
  });
  return router;
}

async function viewOf(database: pg.Pool, request: Request, id: string): Promise<object> {
  const { groups } = await findGroups(database, byId(id));
  return groupOf(groups[0] ?? missing(), request);
}

function writingGroups(parts: ScimParts): Router {
  const { database, change } = parts;
  const router = Router();
  router.post('/Groups', async (request, response) => {
    const content = contentOf(bodyOf(request));
    const id = await change(
      request,
      'made a group',
    )(async (client, tell) => {
      tell(content.name, { people: content.people.length });
      return addGroup(client, content);
    });
    response.setHeader('Location', `${request.baseUrl}/Groups/${id}`);
    send(response, 201, await viewOf(database, request, id));
  });
  router.put('/Groups/:id', async (request, response) => {
    const content = contentOf(bodyOf(request));
    await put(parts, request, () => content);
    send(response, 200, await viewOf(database, request, request.params.id));
  });
  router.patch('/Groups/:id', async (request, response) => {
    const operations = operationsOf(request);
    await put(parts, request, (before) => operations.reduce(patched, before));
    send(response, 200, await viewOf(database, request, request.params.id));
  });
  router.delete('/Groups/:id', async (request, response) => {
    await change(
      request,
      'deleted a group',
    )(async (client, tell) => {
      tell(request.params.id);
      if (!(await removeGroup(client, request.params.id))) missing();
    });
    response.status(204).end();
  });
  return router;
}

function put(
  { change }: ScimParts,
  request: Request<{ id: string }>,
  made: (before: GroupContent) => GroupContent,
): Promise<void> {
  return change(
    request,
    'changed a group',
  )(async (client, tell) => {
    const isKnown = await changeGroup(client, request.params.id, (before) => {
      const content = made(before);
      tell(content.name, { people: content.people.length, before: before.people.length });
      return content;
    });
    if (!isKnown) missing();
  });
}

function missing(): never {
  throw new ScimError(404, 'There is no such group.');
}

function groupOf(
  { id, name, externalId, madeAt, people }: ProvisionedGroup,
  { query }: Request,
): object {
  const hidesMembers = String(query['excludedAttributes'] ?? '').includes('members');
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    ...{ id, displayName: name },
    ...(externalId === null ? {} : { externalId }),
    ...(hidesMembers
      ? {}
      : { members: people.map((each) => ({ value: each.id, display: each.userName })) }),
    meta: { resourceType: 'Group', created: madeAt.toISOString() },
  };
}

function contentOf({ displayName, externalId, members }: Record<string, unknown>): GroupContent {
  return {
    name: nameFrom(displayName),
    externalId: typeof externalId === 'string' ? externalId.slice(0, 255) : null,
    people: idsIn(members),
  };
}

function nameFrom(displayName: unknown): string {
  const name = typeof displayName === 'string' ? displayName.trim().slice(0, 100) : '';
  if (name !== '' && isStorable(name)) return name;
  throw new ScimError(400, 'A group needs a displayName.', 'invalidValue');
}

function idsIn(members: unknown): string[] {
  const list: unknown[] = Array.isArray(members) ? members : members ? [members] : [];
  return list.flatMap((each) => {
    const { value } = (each ?? {}) as { value?: unknown };
    return typeof value === 'string' ? [value] : [];
  });
}

// members[value eq "…"], as Okta takes one out.
const ONE_MEMBER = /^members\[\s*value\s+eq\s+"([^"]*)"\s*\]$/i;

function patched(group: GroupContent, { op, path, value }: Operation): GroupContent {
  const one = ONE_MEMBER.exec(path ?? '')?.[1];
  if (one !== undefined) return withPeople(group, op, [one]);
  if (/^members$/i.test(path ?? ''))
    return withPeople(group, op, value === undefined ? null : idsIn(value));
  if (/^displayName$/i.test(path ?? '')) return { ...group, name: nameFrom(value) };
  if (path !== null || typeof value !== 'object' || value === null) return group;
  const { displayName, members } = value as Record<string, unknown>;
  const named = displayName === undefined ? group : { ...group, name: nameFrom(displayName) };
  return members === undefined ? named : withPeople(named, op, idsIn(members));
}

/** `people` null: all who are in it. */
function withPeople(
  group: GroupContent,
  op: Operation['op'],
  people: string[] | null,
): GroupContent {
  if (op === 'replace') return { ...group, people: people ?? [] };
  const given = people ?? (op === 'remove' ? group.people : []);
  const kept = group.people.filter((id) => !given.includes(id));
  return { ...group, people: op === 'remove' ? kept : [...kept, ...given] };
}
