// What this server can do of SCIM, as directories ask before they begin (RFC 7643 §5 and §6).
import { Router } from 'express';
import { send } from './messages.ts';

const no = { supported: false };

const CONFIGURATION = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  ...{ changePassword: no, sort: no, etag: no },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'SCIM_TOKEN of the server',
      primary: true,
    },
  ],
};

const resourceType = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  ...{ id: name, name, endpoint: `/${name}s` },
  schema: `urn:ietf:params:scim:schemas:core:2.0:${name}`,
});

const attribute = (name: string, more: object = {}) => ({
  ...{ name, type: 'string', multiValued: false, required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none', ...more },
});

const members = { type: 'complex', multiValued: true, subAttributes: [attribute('value')] };

const SCHEMAS = [
  {
    ...{ id: 'urn:ietf:params:scim:schemas:core:2.0:User', name: 'User' },
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      ...[attribute('displayName'), attribute('active', { type: 'boolean' })],
      attribute('emails', members),
    ],
  },
  {
    ...{ id: 'urn:ietf:params:scim:schemas:core:2.0:Group', name: 'Group' },
    attributes: [attribute('displayName', { required: true }), attribute('members', members)],
  },
];

const listed = (resources: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  ...{ totalResults: resources.length, startIndex: 1, itemsPerPage: resources.length },
  Resources: resources,
});

export function describeOurselves(): Router {
  const router = Router();
  router.get('/ServiceProviderConfig', (_request, response) => send(response, 200, CONFIGURATION));
  router.get('/ResourceTypes', (_request, response) =>
    send(response, 200, listed(['User', 'Group'].map(resourceType))),
  );
  router.get('/Schemas', (_request, response) => send(response, 200, listed(SCHEMAS)));
  return router;
}
