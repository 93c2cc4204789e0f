// The routes that give results: CSV, JSON, the sidebar's envelope, pages of a run, and cancelling it.
import { Router } from 'express';
import type { Query } from '../../domain/contract/query.ts';
import type { Member } from '../identity/member.ts';
import type { Runs } from '../run/runs.ts';

export interface ResultRoutesOptions {
  runs: Runs;
  /** Finds a query that the member may run; throws Problem not_found. */
  catalog: { find(slug: string, member: Member): Promise<Query> };
  /** The zone of a run that names none. */
  timeZone: string;
}

/** Needs `response.locals.member`, set before. Throws Problems; the error middleware writes them. */
export function resultRoutes(_options: ResultRoutesOptions): Router {
  return Router();
}
