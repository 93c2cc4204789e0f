// What SCIM's messages have in common: lists, errors, what is asked for (RFC 7644 §3.4.2, §3.12).
import type { Request, Response } from 'express';
import type { Sought } from '../../identity/provisioning/provisioned.ts';

export const MEDIA_TYPE = 'application/scim+json';
const MOST_LISTED = 200;

type ScimType = 'invalidFilter' | 'invalidSyntax' | 'invalidValue' | 'uniqueness';

export class ScimError extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export function scimError({ status, message, scimType }: ScimError): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: message,
    ...(scimType === undefined ? {} : { scimType }),
  };
}

export function send(response: Response, status: number, body: object): void {
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type(MEDIA_TYPE).send(JSON.stringify(body));
}

export function listOf(resources: readonly object[], total: number, { from }: Sought): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    ...{ totalResults: total, startIndex: from + 1, itemsPerPage: resources.length },
    Resources: resources,
  };
}

// The one filter that directories send: an attribute that equals a text.
const FILTER = /^\s*(userName|externalId|displayName|id)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i;
const ATTRIBUTES = ['userName', 'externalId', 'displayName', 'id'] as const;

/** What a list is narrowed to. Throws ScimError for a filter that is not understood. */
export function soughtBy({ query }: Request): Sought {
  const from = Math.max(0, (Number(query['startIndex']) || 1) - 1);
  const count = query['count'] === undefined ? MOST_LISTED : Number(query['count']) || 0;
  const page = { from, count: Math.min(Math.max(0, count), MOST_LISTED) };
  const filter = query['filter'];
  if (filter === undefined) return { ...page, only: null };
  const [, name, value] = FILTER.exec(String(filter)) ?? [];
  const attribute = ATTRIBUTES.find((each) => each.toLowerCase() === name?.toLowerCase());
  if (attribute === undefined || value === undefined) {
    throw new ScimError(
      400,
      'Only filters such as userName eq "ada@example.com" are known.',
      'invalidFilter',
    );
  }
  return { ...page, only: { attribute, value: String(JSON.parse(value)) } };
}

/** Of one resource by its id. */
export const byId = (id: string): Sought => ({
  ...{ from: 0, count: 1 },
  only: { attribute: 'id', value: id },
});

/** A body that is an object. Throws ScimError. */
export function bodyOf({ body }: Request): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new ScimError(400, 'Send an object of JSON.', 'invalidSyntax');
}

export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path: string | null;
  value: unknown;
}

/** The operations of a PATCH (RFC 7644 §3.5.2); Entra ID writes `Replace`, so letters' case does not count. */
export function operationsOf(request: Request): Operation[] {
  const { Operations: operations } = bodyOf(request);
  if (!Array.isArray(operations))
    throw new ScimError(400, 'There are no Operations.', 'invalidSyntax');
  return operations.map((each: Record<string, unknown> | null) => {
    const op = String(each?.['op']).toLowerCase();
    if (op !== 'add' && op !== 'replace' && op !== 'remove') {
      throw new ScimError(400, `There is no operation ${op}.`, 'invalidSyntax');
    }
    const path = each?.['path'];
    return {
      op,
      path: typeof path === 'string' && path !== '' ? path : null,
      value: each?.['value'],
    };
  });
}
