// Enters into the audit which member tried to do or to see something and may not.
import type { ErrorRequestHandler } from 'express';
import { Problem } from '../../../domain/problem.ts';
import type { AuditTrail } from '../../catalog/audit/trail.ts';
import { rowFor } from '../../identity/rights.ts';
import type { RequestLocals } from './request-locals.ts';

/**
 * Only of members, and those who go on by number: a stranger who could fill the audit would be a danger of its own, and
 * is counted by address. Nothing was changed, so nobody waits for the line.
 */
export function auditRefusals(trail: AuditTrail): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { member } = response.locals as RequestLocals;
    if (error instanceof Problem && error.code === 'forbidden' && member !== undefined) {
      const { change, path } = rowFor(request.method, request.path);
      const what = `was refused: ${change ?? `${request.method} ${path}`}`;
      const details = { path: request.path, problem: error.message };
      const refused = { kind: 'change', subject: null, outcome: error.code } as const;
      trail.recordOften({ ...refused, member, what, details, address: request.ip ?? null });
    }
    next(error);
  };
}
