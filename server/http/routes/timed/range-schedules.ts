// Schedules of the server for linked ranges over HTTP: each member sees, makes and ends their own, and admins all.
import type pg from 'pg';
import { firstSlot } from '../../../../domain/alerts/every.ts';
import type {
  RangeSchedule,
  RangeScheduleContent,
} from '../../../../domain/contract/ranges/range-schedule.ts';
import type { BodyOf } from '../../../../domain/contract/routes.ts';
import { noCellFor } from '../../../../domain/followed-cells.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import {
  ownerFrom,
  personOf,
  type KnownQuery,
  type Owner,
} from '../../../catalog/queries/known-query.ts';
import { recordedValues } from '../../../catalog/runs/recorded-values.ts';
import {
  findRangeSchedule,
  pauseRangeSchedule,
  putRangeSchedule,
  rangeSchedulesOf,
  resumeRangeSchedule,
  wantRangeSchedule,
} from '../../../catalog/timed/range-schedules.ts';
import {
  deleteTimed,
  type KnownRangeSchedule,
  type Paused,
  type Standing,
} from '../../../catalog/timed/timed.ts';
import type { Google } from '../../../google/google.ts';
import type { Grant } from '../../../google/grant.ts';
import { Spreadsheet } from '../../../google/spreadsheet.ts';
import { firstThatWrites, grantOf, type Writer } from '../../../google/writers.ts';
import type { Access } from '../../../identity/access.ts';
import type { Member } from '../../../identity/member.ts';
import type { Members } from '../../../identity/members.ts';
import type { Log } from '../../../log.ts';
import { checkValues } from '../../../runs/values.ts';
import {
  endInSheet,
  pauseInSheet,
  tryScheduled,
  type Scheduled,
} from '../../../sheets/scheduled-range.ts';
import { ownerOf } from '../../../watch/reasons.ts';
import { scheduledAs, spreadsheetFor, wasScheduled } from '../../../watch/scheduled-as.ts';
import type { Asked, Handlers } from '../../front/handlers.ts';
import { refuseUnfitTime, standingView } from './timed-view.ts';

export interface RangeScheduleOptions {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  google: Google;
  members: Members;
  timeZone: string;
  now: () => Date;
  log: Log;
}

type RangeScheduleRows =
  | 'GET rangeSchedules'
  | 'PUT rangeSchedule'
  | 'PUT rangeSchedulePaused'
  | 'DELETE rangeSchedule'
  | 'POST rangeScheduleRun';

/** Nobody waits longer for a page, or for the sidebar. */
const TRIED_WITHIN_MS = 20_000;

export function rangeScheduleHandlers(options: RangeScheduleOptions): Handlers<RangeScheduleRows> {
  const { catalog, database, google } = options;
  return {
    async 'GET rangeSchedules'({ member, query: { whose, spreadsheet = null } }) {
      const isAll = whose === 'all';
      if (isAll && member.role !== 'admin')
        throw new Problem('forbidden', 'Only admins see the schedules of others.');
      const known = await rangeSchedulesOf(database, {
        member: isAll ? null : member.id,
        spreadsheet,
      });
      return {
        schedules: known.map((one) => viewOf(catalog, one, member)),
        account: google.own?.email ?? null,
        actsAsOwner: google.as(member.email) !== null,
        mayPick: google.picked?.areOffered ?? false,
      };
    },
    'PUT rangeSchedule': (asked) => putSchedule(options, asked),
    async 'DELETE rangeSchedule'({ member, params: { id }, change }) {
      const known = await ownOrAdmins(database, id, member);
      await change(async (client, tell) => {
        tell(known.query, { before: known.content });
        await deleteTimed(client, id);
      });
      await tellThere(options, known, endInSheet);
    },
    'PUT rangeSchedulePaused': (asked) => putPaused(options, asked),
    async 'POST rangeScheduleRun'({ member, params: { id }, change }) {
      const known = await ownOrAdmins(database, id, member);
      if (known.paused)
        throw new Problem('conflict', `${pausedWords(known.paused)} Resume it first.`);
      await change(async (client, tell) => {
        tell(known.query, { range: known.content.range, spreadsheet: known.content.spreadsheet });
        await wantRangeSchedule(client, id);
      });
    },
  };
}

async function putSchedule(
  options: RangeScheduleOptions,
  { member, params: { id }, body: { query: slug, ...wish }, change }: Asked<'PUT rangeSchedule'>,
): Promise<void> {
  const { catalog, timeZone, now } = options;
  const query = await catalog.find(slug, member);
  refuseUnfit(options, {
    query,
    content: { ...wish, writer: wish.writer ?? 'server' },
    member,
    id,
  });
  const content = await tried(options, { id, query, wish, member });
  const kept = { id, query: query.slug, content };
  const dueAt = firstSlot(content.every, now(), timeZone);
  const owner = ownerFrom(member);
  await change(async (client, tell) => {
    tell(query.slug, { ...content, values: recordedValues(content.values) });
    if (!(await putRangeSchedule(client, { ...kept, owner, dueAt }))) throw notYours();
  });
}

// Who wants what is so already changes nothing: who paused it first is who is named.
async function putPaused(
  options: RangeScheduleOptions,
  { member, params: { id }, body, change }: Asked<'PUT rangeSchedulePaused'>,
): Promise<void> {
  const { database, timeZone, now } = options;
  const known = await ownOrAdmins(database, id, member);
  const paused = body.paused
    ? (known.paused ?? { by: ownerFrom(member), at: now().toISOString() })
    : null;
  await change(async (client, tell) => {
    const { range, spreadsheet, every } = known.content;
    tell(known.query, { range, spreadsheet, ...body, before: { paused: known.paused } });
    if (paused) await pauseRangeSchedule(client, id, paused);
    else if (known.paused) await resumeRangeSchedule(client, id, firstSlot(every, now(), timeZone));
  });
  await tellThere(options, known, (spreadsheet, scheduled) =>
    pauseInSheet(spreadsheet, scheduled, paused && { by: nameOf(paused.by), at: paused.at }),
  );
}

const nameOf = ({ name, email }: Owner) => email || name;

const pausedWords = ({ by, at }: Paused) =>
  `${nameOf(by)} paused this schedule on ${at.slice(0, 10)}.`;

interface Tried {
  id: string;
  query: KnownQuery;
  wish: Omit<BodyOf<'PUT rangeSchedule'>, 'query'>;
  member: Member;
}

// Where nobody chose, in whose name it is written is the first that works.
async function tried(
  { google }: RangeScheduleOptions,
  { id, query, wish, member }: Tried,
): Promise<RangeScheduleContent> {
  const attempt = async (grant: Grant, writer: Writer) => {
    const content = { ...wish, writer };
    const spreadsheet = new Spreadsheet(google, grant, wish.spreadsheet.id, soon());
    await tryScheduled(spreadsheet, wasScheduled({ id, query: query.slug, content }, query));
    return content;
  };
  const { writer } = wish;
  if (writer === undefined) return firstThatWrites(google, member, attempt);
  return attempt(await grantOf(google, writer, member), writer);
}

const soon = () => AbortSignal.timeout(TRIED_WITHIN_MS);

function viewOf(
  catalog: Catalog,
  known: KnownRangeSchedule & Standing,
  member: Member,
): RangeSchedule {
  const { id, content, owner, failures, paused } = known;
  const query = catalog.visible(known.query, member);
  return {
    ...{ ...content, id, failures, owner: personOf(owner), mine: owner.id === member.id },
    paused: paused && { by: personOf(paused.by), at: paused.at },
    ...{ query: query?.slug ?? known.query, queryTitle: query?.title ?? null },
    ...standingView(known),
  };
}

interface Wish {
  id: string;
  query: KnownQuery;
  content: RangeScheduleContent;
  member: Member;
}

// What can be found out now is told now: nobody is there when the clock finds it.
function refuseUnfit(
  { access, timeZone, now }: RangeScheduleOptions,
  { id, query, content, member }: Wish,
): void {
  refuseUnfitTime(query, content.every, timeZone);
  const followed = Object.keys(content.cells);
  const { parameters } = query;
  const forbidden = parameters.find(({ name, cell }) => cell === false && followed.includes(name));
  if (forbidden) throw noCellFor(forbidden);
  const fixed = parameters.filter(({ name }) => !followed.includes(name));
  checkValues(fixed, content.values, { now: now(), timeZone });
  const { spreadsheet, tab, values } = content;
  const as = scheduledAs(member, { id, query: query.slug, content });
  const place = { spreadsheet, tab };
  // Without the cells' values it is not held to them.
  const asked = followed.length === 0 ? { values } : {};
  access.requireRun({ member: as, query, origin: 'schedule', place, ...asked });
}

async function ownOrAdmins(
  database: pg.Pool,
  id: string,
  member: Member,
): Promise<KnownRangeSchedule> {
  const known = await findRangeSchedule(database, id);
  const isTheirs = known?.owner.id === member.id || member.role === 'admin';
  if (known && isTheirs) return known;
  throw new Problem('not_found', 'There is no such schedule. It may have been ended.');
}

function notYours(): Problem {
  return new Problem('conflict', 'Another schedule has this id. Save the schedule again.');
}

// The range then says it too; where it cannot be told, the server keeps to it all the same.
async function tellThere(
  { google, members, catalog, log }: RangeScheduleOptions,
  known: KnownRangeSchedule,
  tell: (spreadsheet: Spreadsheet, scheduled: Scheduled) => Promise<void>,
): Promise<void> {
  try {
    const owner = await ownerOf(members, known.owner);
    const spreadsheet = await spreadsheetFor(google, owner, {
      content: known.content,
      signal: soon(),
    });
    await tell(spreadsheet, wasScheduled(known, catalog.named(known.query)));
  } catch (error) {
    log.warn({ err: error, timed: known.id }, 'a range could not be told how its schedule stands');
  }
}
