// SCIM's users: people whom the directory names.
import { Router, type Request } from 'express';
import { plainAddress } from '../../../domain/address.ts';
import {
  addPerson,
  changePerson,
  findPeople,
  removePerson,
  type Person,
  type PersonContent,
} from '../../identity/provisioning/provisioned.ts';
import { isStorable } from '../../database/storable.ts';
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

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

export function userRoutes(parts: ScimParts): Router {
  return Router().use(readingUsers(parts), writingUsers(parts));
}

function readingUsers({ database }: ScimParts): Router {
  const router = Router();
  router.get('/Users', async (request, response) => {
    const sought = soughtBy(request);
    const { people, total } = await findPeople(database, sought);
    send(response, 200, listOf(people.map(userOf), total, sought));
  });
  router.get('/Users/:id', async (request, response) => {
    const { people } = await findPeople(database, byId(request.params.id));
    send(response, 200, userOf(people[0] ?? missing()));
  });
  return router;
}

function writingUsers(parts: ScimParts): Router {
  const { change } = parts;
  const router = Router();
  router.post('/Users', async (request, response) => {
    const content = contentOf(bodyOf(request));
    const person = await change(
      request,
      'made a person',
    )(async (client, tell) => {
      tell(content.userName);
      return addPerson(client, content);
    });
    response.setHeader('Location', `${request.baseUrl}/Users/${person.id}`);
    send(response, 201, userOf(person));
  });
  router.put('/Users/:id', async (request, response) => {
    const content = contentOf(bodyOf(request));
    send(response, 200, userOf(await put(parts, request, () => content)));
  });
  router.patch('/Users/:id', async (request, response) => {
    const operations = operationsOf(request);
    const person = await put(parts, request, (before) => patched(before, operations));
    send(response, 200, userOf(person));
  });
  router.delete('/Users/:id', async (request, response) => {
    await change(
      request,
      'took a person away',
    )(async (client, tell) => {
      tell(request.params.id);
      if (!(await removePerson(client, request.params.id))) missing();
    });
    response.status(204).end();
  });
  return router;
}

function put(
  { change }: ScimParts,
  request: Request<{ id: string }>,
  made: (before: Person) => PersonContent,
): Promise<Person> {
  return change(
    request,
    'changed a person',
  )(async (client, tell) => {
    const person = (await changePerson(client, request.params.id, made)) ?? missing();
    tell(person.userName, { active: person.active });
    return person;
  });
}

function missing(): never {
  throw new ScimError(404, 'There is no such user.');
}

function userOf({
  id,
  userName,
  email,
  name,
  externalId,
  active,
  madeAt,
  changedAt,
}: Person): object {
  return {
    schemas: [SCHEMA],
    ...{ id, userName, active, displayName: name, name: { formatted: name } },
    ...(externalId === null ? {} : { externalId }),
    emails: [{ value: email, type: 'work', primary: true }],
    meta: {
      resourceType: 'User',
      ...{ created: madeAt.toISOString(), lastModified: changedAt.toISOString() },
    },
  };
}

type Json = Record<string, unknown>;

/** Throws ScimError where nobody could sign in as that. */
function contentOf(user: Json): PersonContent {
  const { userName, externalId, active } = user;
  if (
    typeof userName !== 'string' ||
    userName === '' ||
    userName.length > 320 ||
    !isStorable(user)
  ) {
    throw new ScimError(400, 'A user needs a userName.', 'invalidValue');
  }
  const email = emailOf(user) ?? plainAddress(userName);
  if (email === null) {
    throw new ScimError(
      400,
      'The userName, or the primary e-mail address, must be an e-mail address: people sign in by it.',
      'invalidValue',
    );
  }
  return {
    ...{ userName, email, name: nameOf(user) || email },
    externalId: typeof externalId === 'string' ? externalId.slice(0, 255) : null,
    active: active === undefined || isTrue(active),
  };
}

function emailOf({ emails }: Json): string | null {
  if (!Array.isArray(emails)) return null;
  const all = emails as { value?: unknown; primary?: unknown }[];
  const { value } = all.find(({ primary }) => primary === true) ?? all[0] ?? {};
  return typeof value === 'string' ? plainAddress(value) : null;
}

function nameOf({ displayName, name }: Json): string {
  if (typeof displayName === 'string') return displayName.slice(0, 500);
  if (typeof name !== 'object' || name === null) return '';
  const { formatted, givenName, familyName } = name as Json;
  const parts = typeof formatted === 'string' ? [formatted] : [givenName, familyName];
  return parts
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 500);
}

// Entra ID sends "False".
const isTrue = (value: unknown) => value === true || /^true$/i.test(String(value));

function patched(before: Person, operations: readonly Operation[]): PersonContent {
  const user: Json = {
    ...{ userName: before.userName, displayName: before.name, active: before.active },
    ...{ externalId: before.externalId, emails: [{ value: before.email, primary: true }] },
  };
  for (const { op, path, value } of operations) {
    if (path === null) Object.assign(user, value);
    else setAt(user, path, op === 'remove' ? undefined : value);
  }
  // A name that is itself an address moves with it.
  if (plainAddress(before.userName) === before.email && user['userName'] !== before.userName) {
    const wasSet = operations.some(
      ({ path, value }) => /^emails/i.test(path ?? '') || hasEmails(value),
    );
    if (!wasSet) delete user['emails'];
  }
  return contentOf(user);
}

const hasEmails = (value: unknown) =>
  typeof value === 'object' && value !== null && 'emails' in value;

const PLAIN = ['userName', 'displayName', 'active', 'externalId'];

// What is not kept here (titles, addresses, phones) is taken and passed over, as the standard allows.
function setAt(user: Json, path: string, value: unknown): void {
  const name = path.replace(`${SCHEMA}:`, '');
  const plain = PLAIN.find((each) => each.toLowerCase() === name.toLowerCase());
  if (plain !== undefined) user[plain] = value;
  else if (/^emails(\[[^\]]*\]\.value)?$/i.test(name)) {
    user['emails'] = Array.isArray(value) ? value : [{ value, primary: true }];
  } else if (/^name\.formatted$/i.test(name)) user['displayName'] = value;
}
