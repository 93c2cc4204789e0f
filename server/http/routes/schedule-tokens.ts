// The token of a linked range's schedule: made when the schedule is, revoked when it ends.
import { noCellFor } from '../../../domain/followed-cells.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { recordedValues } from '../../catalog/runs/recorded-values.ts';
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
      const { spreadsheet, values, cells } = body;
      const found = await catalog.find(body.query, member);
      refuseForbiddenCells(found, cells);
      const { slug: query } = found;
      if (member.id === localAdmin.id) throw noTokenNeeded();
      response.setHeader('Cache-Control', 'no-store');
      const token = await change(async (client, tell) => {
        tell(range, { spreadsheet, query, values: recordedValues(values), cells });
        const bound = { range, spreadsheet, query, values, cells };
        return scheduleTokens.make(client, member.id, bound);
      });
      return { token };
    },
    // The caller's own: a colleague's schedule is not theirs to end.
    async 'DELETE rangeToken'({ member, params: { id: range }, query: { spreadsheet }, change }) {
      await change(async (client, tell) => {
        tell(range, { spreadsheet });
        await scheduleTokens.revoke(client, member.id, { range, spreadsheet });
      });
    },
  };
}

// Here as well as in the add-on, for a schedule asks when nobody is there to notice.
function refuseForbiddenCells({ parameters }: KnownQuery, cells: readonly string[]): void {
  const forbidden = parameters.find(({ name, cell }) => cell === false && cells.includes(name));
  if (forbidden) throw noCellFor(forbidden);
}

function noTokenNeeded(): Problem {
  return new Problem(
    'forbidden',
    'Schedules on this computer need no token, for nobody signs in to this server.',
  );
}
