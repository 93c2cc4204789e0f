// Schedules of queries over HTTP: seen by whoever sees the query, made and ended by its owner and admins.
import type pg from 'pg';
import { firstSlot } from '../../../../domain/alerts/every.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import {
  ownerFrom,
  ownsOrAdmins,
  personOf,
  type KnownQuery,
} from '../../../catalog/queries/known-query.ts';
import { deleteScheduleOf, insertTimed, scheduleOf } from '../../../catalog/timed/timed.ts';
import type { Member } from '../../../identity/member.ts';
import { mayWriteQueries } from '../../../identity/rights.ts';
import type { Handlers } from '../../front/handlers.ts';
import { refuseUnfitTime, standingView } from './timed-view.ts';

export interface ScheduleOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  timeZone: string;
  now: () => Date;
}

type ScheduleRows = 'GET schedule' | 'PUT schedule' | 'DELETE schedule';

export function scheduleHandlers(options: ScheduleOptions): Handlers<ScheduleRows> {
  const { catalog, database, timeZone, now } = options;
  return {
    async 'GET schedule'({ member, params }) {
      const query = await catalog.find(params.slug, member);
      const known = await scheduleOf(database, slugsOf(query));
      const schedule = known && {
        ...known.content,
        owner: personOf(known.owner),
        ...standingView(known),
      };
      return { schedule, mayChange: mayChange(query, member) };
    },
    async 'PUT schedule'({ member, params, body: content, change }) {
      const query = await changeable(catalog, params.slug, member);
      refuseUnfitTime(query, content.every, timeZone);
      refuseWhatNeedsValues(query);
      const dueAt = firstSlot(content.every, now(), timeZone);
      const made = { kind: 'warm', query: query.slug, owner: ownerFrom(member) } as const;
      await change(async (client, tell) => {
        tell(query.slug, content);
        await deleteScheduleOf(client, slugsOf(query));
        await insertTimed(client, { ...made, content, dueAt });
      });
    },
    async 'DELETE schedule'({ member, params, change }) {
      const query = await changeable(catalog, params.slug, member);
      await change(async (client, tell) => {
        tell(query.slug);
        if (!(await deleteScheduleOf(client, slugsOf(query))))
          throw new Problem('not_found', 'The query has no schedule. It may have been ended.');
      });
    },
  };
}

const slugsOf = ({ slug, formerly }: KnownQuery) => [slug, ...formerly];

const mayChange = (query: KnownQuery, member: Member) =>
  ownsOrAdmins(query, member) && mayWriteQueries(member);

async function changeable(catalog: Catalog, slug: string, member: Member): Promise<KnownQuery> {
  const query = await catalog.find(slug, member);
  if (mayChange(query, member)) return query;
  throw new Problem('forbidden', 'Only the owner of the query and admins say when it runs.');
}

// Nobody is there to give one.
function refuseWhatNeedsValues({ parameters }: KnownQuery): void {
  const needed = parameters.find(
    ({ default: given, optional }) => given === undefined && !optional,
  );
  if (needed === undefined) return;
  throw new Problem(
    'invalid_request',
    `The query needs a value for ${needed.label ?? needed.name}. Give the parameter a default before it runs by itself.`,
  );
}
