// The routes that change something, or could, and are not named in the audit.
import type { Route } from '../../../domain/contract/routes.ts';

export const NAMED_ELSEWHERE: Route[] = [
  // Runs are recorded as runs.
  'POST /api/queries/:slug/result',
  'POST /api/run',
  'POST /api/measure',
  'DELETE /api/runs/:run',
  'POST /api/queries/:slug/numbers',
  'POST /api/queries/:slug/selected',
  'POST /api/queries/:slug/selected/sql',
  'POST /api/openings',
  'POST /api/queries/:slug/impact',
  'POST /api/check',
  'PUT /api/ranges/:id',
  'DELETE /api/ranges/:id',
  'POST /api/alerts/rehearsal',
  'PUT /api/concerns',
  'POST /api/boards/:slug/tiles/:tile/number',
  'POST /api/google-grant/begin',
  'PUT /api/favourites/:slug',
  'DELETE /api/favourites/:slug',
  'POST /api/describe',
  'POST /api/explain',
  'POST /api/lift',
];
