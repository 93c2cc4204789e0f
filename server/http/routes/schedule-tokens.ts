// The token of a linked range's schedule: made when the schedule is, revoked when it ends.
import { Problem } from '../../../domain/problem.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { localAdmin } from '../../identity/members.ts';
import type { ScheduleTokens } from '../../identity/schedule-tokens.ts';
import type { Handlers } from '../front/handlers.ts';

export interface ScheduleTokenOptions {
  catalog: Pick<Catalog, 'find'>;
  scheduleTokens: ScheduleTokens;
}

type ScheduleTokenRows = 'POST rangeToken' | 'DELETE rangeToken';

export function scheduleTokenHandlers({
  catalog,
  scheduleTokens,
}: ScheduleTokenOptions): Handlers<ScheduleTokenRows> {
  return {
    async 'POST rangeToken'({ member, params: { id: range }, body, change, response }) {
      const { spreadsheet } = body;
      const { slug: query } = await catalog.find(body.query, member);
      if (member.id === localAdmin.id) throw noTokenNeeded();
      response.setHeader('Cache-Control', 'no-store');
      const token = await change(async (client, tell) => {
        tell(range, { spreadsheet, query });
        return scheduleTokens.make(client, member.id, { range, spreadsheet, query });
      });
      return { token };
    },
    // As with the range itself, whoever knows its spreadsheet may.
    async 'DELETE rangeToken'({ params: { id: range }, query: { spreadsheet }, change }) {
      await change(async (client, tell) => {
        tell(range, { spreadsheet });
        await scheduleTokens.revoke(client, { range, spreadsheet });
      });
    },
  };
}

function noTokenNeeded(): Problem {
  return new Problem(
    'forbidden',
    'Schedules on this computer need no token, for nobody signs in to this server.',
  );
}
