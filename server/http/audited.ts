// Enters every change into the audit, once it has been answered as done.
import type { RequestHandler, Response } from 'express';
import type { AuditTrail } from '../catalog/audit/trail.ts';
import { changeBy, routeFor } from '../identity/rights.ts';
import type { RequestLocals } from './request-locals.ts';

/** What a handler adds to the entry of its change. */
export interface ToldOfChange {
  subject: string;
  details?: unknown;
}

/**
 * Says what a change was done to, and what else of it is worth keeping; never a secret. Without it the subject is
 * what the path names.
 */
export function tellAudit(response: Response, subject: string, details?: unknown): void {
  const told: ToldOfChange = { subject, ...(details === undefined ? {} : { details }) };
  (response.locals as RequestLocals).told = told;
}

/** For every route that the table of rights says changes something. */
export function auditChanges(trail: AuditTrail): RequestHandler {
  return (request, response, next) => {
    const what = changeBy(routeFor(request.method, request.path));
    const named = /^\/api\/\w+\/([^/]+)/.exec(request.path)?.[1] ?? null;
    if (what !== null) {
      response.on('finish', () => {
        const { member, told } = response.locals as RequestLocals;
        if (response.statusCode >= 400 || member === undefined) return;
        const subject = told?.subject ?? (named === null ? null : decodeURIComponent(named));
        trail.record({ kind: 'change', member, what, subject, details: told?.details ?? null });
      });
    }
    next();
  };
}
