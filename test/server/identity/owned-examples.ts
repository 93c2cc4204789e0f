// What a member has that is nobody else's, for the table of rights: an object for each route that is about one's own.
import type { Route } from '../../../domain/contract/routes.ts';
import type { scheduledSheet } from '../../support/scheduled-sheet.ts';
import type { Answer, Asked } from '../../support/server.ts';
import { OWN_TABLE_ROUTES, tableContent } from './table-examples.ts';

interface Owning {
  /** Asks as somebody, and throws when that is refused. */
  must(who: string, method: string, path: string, body?: unknown): Promise<Answer>;
  ask(who: string, method: string, asked: Asked & { path: string }): Promise<Answer>;
  sheet: ReturnType<typeof scheduledSheet>;
}

/** Makes one of each for the member `insider`; gives their names. */
export async function ownedByInsider({
  must,
  ask,
  sheet,
}: Owning): Promise<Partial<Record<Route, string>>> {
  const token = { name: 'x', scopes: ['read'], days: 1 };
  const run = '11111111-1111-4111-8111-111111111111';
  const made = await must('insider', 'POST', '/api/tokens', token);
  const link = await must('insider', 'POST', '/api/queries/open/links', { name: 'x' });
  const hook = await must('insider', 'POST', '/api/hooks', { name: 'x', queries: ['open'] });
  const slack = { kind: 'slack', name: '#of-insider', url: 'https://slack.invalid/x' };
  await must('admin', 'POST', '/api/destinations', slack);
  const wish = { query: 'open', every: '1 day', to: 'slack:#of-insider' };
  const subscription = await must('insider', 'POST', '/api/subscriptions', wish);
  const scheduled = sheet.noteSchedule(undefined, 'open');
  await must(
    'insider',
    'PUT',
    `/api/range-schedules/${scheduled}`,
    sheet.content({ query: 'open' }),
  );
  const { sessions } = (await ask('insider', 'GET', { path: '/api/sessions' })).json();
  await must('insider', 'POST', '/api/queries/open/result', { run });
  await must('insider', 'POST', '/api/sheet-tables', { name: 'of_insider', ...tableContent });
  return {
    'DELETE /api/tokens/:id': made.json().id,
    'DELETE /api/links/:id': link.json().id,
    'DELETE /api/hooks/:id': hook.json().id,
    'DELETE /api/subscriptions/:id': subscription.json().id,
    'DELETE /api/range-schedules/:id': scheduled,
    'PUT /api/range-schedules/:id/paused': scheduled,
    'POST /api/range-schedules/:id/run': scheduled,
    'DELETE /api/sessions/:id': sessions[0].id,
    'GET /api/runs/:run': run,
    'GET /api/runs/:run/rows': run,
    'DELETE /api/runs/:run': run,
    'POST /api/runs/:run/freeze': run,
    ...Object.fromEntries(OWN_TABLE_ROUTES.map((route) => [route, 'of_insider'])),
  };
}
