// What SCIM's routes work with.
import type { Request } from 'express';
import type pg from 'pg';
import type { Change } from '../../catalog/audit/trail.ts';

export interface ScimParts {
  database: pg.Pool;
  /** A change with its line in the audit. */
  change(request: Pick<Request, 'ip'>, what: string): Change;
}
