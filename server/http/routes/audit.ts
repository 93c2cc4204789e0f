// The audit over HTTP, for admins; and how a query is used, for whoever may see it.
import type { Response } from 'express';
import type pg from 'pg';
import type { AuditEntry, AuditFilter } from '../../../domain/contract/audit.ts';
import { Problem } from '../../../domain/problem.ts';
import { listAudit } from '../../catalog/audit/list.ts';
import type { AuditTrail } from '../../catalog/audit/trail.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { ownsOrAdmins } from '../../catalog/queries/known-query.ts';
import { useOf } from '../../catalog/runs/query-use.ts';
import type { Handlers } from '../front/handlers.ts';
import { csvLine } from '../output/csv-line.ts';
import { sendPieces } from '../output/send-pieces.ts';
import { textEncoding } from '../output/send-text.ts';

export interface AuditOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  catalog: Catalog;
  trail: AuditTrail;
}

const pageEntries = 100;
const filePageEntries = 100;

type AuditRows = 'GET audit' | 'GET auditCsv' | 'GET auditLines' | 'GET use';

export function auditHandlers({ database, catalog, trail }: AuditOptions): Handlers<AuditRows> {
  return {
    async 'GET audit'({ query: filter, response }) {
      requireOffered(filter);
      response.setHeader('Cache-Control', 'no-store');
      const { entries, next } = await listAudit(database, filter, pageEntries);
      return { entries, next, keptDays: trail.keptDays };
    },
    // Entered before it is sent: nobody has it without the line that says so.
    async 'GET auditCsv'({ query: filter, change, response }) {
      requireOffered(filter);
      await change(async (_client, tell) => tell(null, { filter }));
      await sendAll(database, filter, { response, ...CSV });
    },
    async 'GET auditLines'({ query: filter, change, response }) {
      requireOffered(filter);
      await change(async (_client, tell) => tell(null, { filter }));
      await sendAll(database, filter, { response, ...LINES });
    },
    async 'GET use'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      const slugs = [query.slug, ...query.formerly];
      return useOf(database, slugs, { withCallers: ownsOrAdmins(query, member) });
    },
  };
}

function requireOffered({ next }: AuditFilter): void {
  if (next === undefined || /^[\dT:.-]+Z [\w-]+$/.test(next)) return;
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
  ['address', ({ address }) => address],
  ['seen_by', ({ place }) => seenBy(place)],
];

function seenBy(place: AuditEntry['place']): string | undefined {
  const { people, morePeople = 0 } = place ?? {};
  return people && [...people, ...(morePeople > 0 ? [`and ${morePeople} more`] : [])].join(' ');
}

interface Shape {
  type: string;
  fileName: string;
  head: string;
  lineOf: (entry: AuditEntry) => string;
}

const CSV: Shape = {
  type: 'text/csv; charset=utf-8; header=present',
  fileName: 'audit.csv',
  head: csvLine(COLUMNS.map(([name]) => name)),
  lineOf: (entry) => csvLine(COLUMNS.map(([, of]) => of(entry))),
};

const LINES: Shape = {
  type: 'application/jsonl; charset=utf-8',
  fileName: 'audit.jsonl',
  head: '',
  lineOf: (entry) => `${JSON.stringify(entry)}\n`,
};

// Page by page, so that a year of it needs no memory.
async function sendAll(
  database: pg.Pool,
  filter: AuditFilter,
  { response, type, fileName, head, lineOf }: Shape & { response: Response },
): Promise<void> {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  response.setHeader('Cache-Control', 'no-store');
  const pieces = filePages(database, filter, { head, lineOf });
  await sendPieces(response, pieces, textEncoding(response));
}

async function* filePages(
  database: pg.Pool,
  filter: AuditFilter,
  { head, lineOf }: Pick<Shape, 'head' | 'lineOf'>,
): AsyncGenerator<Buffer> {
  if (head !== '') yield Buffer.from(head);
  for (let next: string | null | undefined = filter.next; next !== null;) {
    const page = { ...filter, ...(next === undefined ? {} : { next }) };
    const { entries, next: older } = await listAudit(database, page, filePageEntries);
    yield Buffer.from(entries.map(lineOf).join(''));
    next = older;
  }
}
