// The audit over HTTP, for admins; and how a query is used, for whoever may see it.
import { Router, type Response } from 'express';
import { once } from 'node:events';
import type pg from 'pg';
import {
  auditFilterSchema,
  type AuditEntry,
  type AuditFilter,
} from '../../domain/contract/audit.ts';
import type { AuditList } from '../../domain/contract/audit.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { listAudit } from '../catalog/audit/list.ts';
import type { AuditTrail } from '../catalog/audit/trail.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { ownsOrAdmins } from '../catalog/queries/known-query.ts';
import { useOf } from '../catalog/runs/query-use.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface AuditRoutesOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  catalog: Catalog;
  trail: AuditTrail;
}

const pageEntries = 100;
const csvPageEntries = 100;

/** /api/audit, /api/audit.csv and /api/queries/:slug/use */
export function auditRoutes({ database, catalog, trail }: AuditRoutesOptions): Router {
  const router = Router();
  router.get(routes.audit, async (request, response) => {
    const filter = filterFrom(request.query);
    const list: AuditList = {
      ...(await listAudit(database, filter, pageEntries)),
      keptDays: trail.keptDays,
    };
    response.setHeader('Cache-Control', 'no-store');
    response.json(list);
  });
  router.get(routes.auditCsv, (request, response) =>
    sendCsv(database, filterFrom(request.query), response),
  );
  router.get('/api/queries/:slug/use', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    const slugs = [query.slug, ...query.formerly];
    response.json(await useOf(database, slugs, { withCallers: ownsOrAdmins(query, member) }));
  });
  return router;
}

function filterFrom(query: unknown): AuditFilter {
  const filter = checked(auditFilterSchema, query);
  if (filter.next === undefined || /^[\dT:.-]+Z [\w-]+$/.test(filter.next)) return filter;
  throw new Problem('invalid_request', 'The page asked for (next) is not one that was offered.');
}

const COLUMNS: [name: string, of: (entry: AuditEntry) => unknown][] = [
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['name', ({ who }) => who.name],
  ['email', ({ who }) => who.email],
  ['what', ({ what }) => what],
  ['subject', ({ subject }) => subject],
  ['version', ({ version }) => version],
  ['source', ({ source }) => source],
  ['via', ({ via }) => via],
  ['via_name', ({ viaName }) => viaName],
  ['spreadsheet', ({ place }) => place?.spreadsheet.name],
  ['spreadsheet_id', ({ place }) => place?.spreadsheet.id],
  ['tab', ({ place }) => place?.tab],
  ['values', ({ values }) => values],
  ['sql', ({ sql }) => sql],
  ['times', ({ times }) => times],
  ['rows', ({ rows }) => rows],
  ['bytes', ({ bytes }) => bytes],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['cached', ({ cached }) => cached],
  ['outcome', ({ outcome }) => outcome],
  ['details', ({ details }) => details],
];

// Page by page, so that a year of it needs no memory.
async function sendCsv(database: pg.Pool, filter: AuditFilter, response: Response): Promise<void> {
  response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
  response.setHeader('Content-Disposition', 'attachment; filename="audit.csv"');
  response.setHeader('Cache-Control', 'no-store');
  response.write(`${COLUMNS.map(([name]) => name).join(',')}\r\n`);
  for (let next: string | null | undefined = filter.next; next !== null;) {
    const page = { ...filter, ...(next === undefined ? {} : { next }) };
    const { entries, next: older } = await listAudit(database, page, csvPageEntries);
    const lines = entries.map((entry) => COLUMNS.map(([, of]) => field(of(entry))).join(','));
    if (response.destroyed) return;
    if (!response.write(lines.map((line) => `${line}\r\n`).join(''))) await drained(response);
    next = older;
  }
  response.end();
}

async function drained(response: Response): Promise<void> {
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

/**
 * One field. A text that a spreadsheet would take for a formula gets an apostrophe in front: what members typed is
 * in here (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
