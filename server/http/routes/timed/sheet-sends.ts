// Sends the result of a query to a tab of a spreadsheet, once or at times, by a run of whoever asks.
import type { Response } from 'express';
import type pg from 'pg';
import { askingText } from '../../../../domain/agreement.ts';
import type { SheetSend, SheetSent } from '../../../../domain/contract/ranges/sheet-send.ts';
import type { RangeSchedule } from '../../../../domain/linked-range.ts';
import { Problem } from '../../../../domain/problem.ts';
import { everyOf } from '../../../../domain/schedule.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import { findRangeSchedule } from '../../../catalog/timed/range-schedules.ts';
import {
  beginSending,
  scheduleIdFor,
  sheetSendId,
  type Sending,
} from '../../../catalog/timed/sheet-sends.ts';
import type { Google } from '../../../google/google.ts';
import type { Grant } from '../../../google/grant.ts';
import { Spreadsheet } from '../../../google/spreadsheet.ts';
import { firstThatWrites, type Writer } from '../../../google/writers.ts';
import type { Access } from '../../../identity/access.ts';
import type { Member } from '../../../identity/member.ts';
import type { Runs } from '../../../runs/runs.ts';
import { checkValues } from '../../../runs/values.ts';
import { sourcesOf } from '../../../sheets/scheduled-range.ts';
import { sendResult, sentIn, type SentRange } from '../../../sheets/send-result.ts';
import { readShape, type Shape } from '../../../sheets/shape.ts';
import { tabNamed, targetIn, type TabWish } from '../../../sheets/target-tab.ts';
import { resultIn } from '../../../watch/result-in.ts';
import { enterSent, registerSent } from '../../../watch/sent-range.ts';
import type { Asked, Handlers } from '../../front/handlers.ts';
import { goneSignal } from '../../output/gone-signal.ts';
import { refuseUnfitTime } from './timed-view.ts';

export interface SheetSendOptions {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  google: Google;
  runs: Runs;
  timeZone: string;
  now: () => Date;
}

/** So long a look at a spreadsheet may take; a large result takes its time. */
const TRIED_WITHIN_MS = 20_000;

export function sheetSendHandlers(options: SheetSendOptions): Handlers<'POST sheetSend'> {
  return { 'POST sheetSend': (asked) => send(options, asked) };
}

async function send(
  options: SheetSendOptions,
  { member, params: { slug }, body, change, response }: Asked<'POST sheetSend'>,
): Promise<SheetSent> {
  const { database, google } = options;
  const query = await options.catalog.find(slug, member);
  refuseUnfit(options, { query, member, body });
  const wish = { query, member, body, id: await idOf(database, { query, member, body }) };
  const opened = await firstThatWrites(google, member, (grant, writer) =>
    openFor(google, { ...wish, grant, writer }),
  );
  const schedule = await scheduleOf(options, wish, opened.shape);
  const result = await resultFor(options, wish, { opened, response });
  const sending = sendingOf(wish, { opened, schedule, run: result.run });
  // What breaks off between the sheet and our database is made whole by it.
  await beginSending(database, wish.id, sending);
  const sent = await sendResult({
    ...{
      spreadsheet: opened.spreadsheet,
      id: wish.id,
      tab: tabWish(wish),
      query,
      result,
      schedule,
    },
    ...{ formerly: query.formerly ?? [], values: valuesOf(body), by: member.email || member.name },
  });
  const entering = { range: wish.id, sending, sent, shape: opened.shape };
  const nextAt = await change((client, tell) => enterSent(client, tell, entering, options));
  await registerSent(database, entering);
  return view(opened, sent, nextAt);
}

interface Wish {
  id: string;
  query: KnownQuery;
  member: Member;
  body: SheetSend;
}

const valuesOf = ({ values }: SheetSend) => sourcesOf({ values, cells: {} });

function idOf(database: pg.Pool, { query, member, body }: Omit<Wish, 'id'>): Promise<string> {
  const { spreadsheet, tab } = body;
  const asking = [query.slug, ...(query.formerly ?? [])].map((slug) =>
    askingText({ spreadsheet, slug, values: valuesOf(body) }),
  );
  return sheetSendId(database, { member: member.id, spreadsheet, tab, asking });
}

function refuseUnfit(
  { access, timeZone, now }: SheetSendOptions,
  { query, member, body }: Omit<Wish, 'id'>,
): void {
  const { spreadsheet, tab, values, rule } = body;
  if (rule !== null) refuseUnfitTime(query, everyOf(rule, timeZone), timeZone);
  checkValues(query.parameters, values, { now: now(), timeZone });
  const place = { spreadsheet: { id: spreadsheet, name: '' }, tab };
  access.requireRun({ member, query, origin: 'sheet', place, values });
}

interface Opened {
  spreadsheet: Spreadsheet;
  writer: Writer;
  shape: Shape;
}

/** Looks whether it can be written there, before anything is run. Throws Problem. */
async function openFor(
  google: Google,
  { grant, writer, ...wish }: Wish & { grant: Grant; writer: Writer },
): Promise<Opened> {
  const { id, member, body } = wish;
  const patience = AbortSignal.timeout(TRIED_WITHIN_MS);
  const looking = new Spreadsheet(google, grant, body.spreadsheet, patience);
  const shape = await readShape(looking);
  const sent = sentIn(shape, body.spreadsheet, id);
  const tab = tabWish(wish);
  // The server's account may write into more than this member may: what others share with it.
  const isProven = writer !== 'server' || member.role === 'admin' || sent !== undefined;
  if (!isProven && !tabNamed(shape, tab.proof)) throw unproven(tab.proof);
  if (!sent) await targetIn(looking, shape, tab);
  await looking.write([NOTHING]);
  return { spreadsheet: new Spreadsheet(google, grant, body.spreadsheet), writer, shape };
}

/** A write that changes nothing: Google refuses it to whoever may not write. */
const NOTHING = {
  deleteDeveloperMetadata: {
    dataFilter: { developerMetadataLookup: { metadataKey: 'sheetfeed-nothing' } },
  },
};

const PROOF_CHARACTERS = 6;

const tabWish = ({ id, body }: Pick<Wish, 'id' | 'body'>): TabWish => ({
  name: body.tab,
  proof: `Sheetfeed ${id.slice(0, PROOF_CHARACTERS)}`,
});

function unproven(proof: string): Problem {
  const detail = `Sheetfeed may write to this spreadsheet, and it does so for whoever may edit it. To show that you may, add an empty tab named “${proof}” to it, and send again: the result goes there, and the tab gets the name that you chose.`;
  return new Problem('forbidden', detail, { proof });
}

async function scheduleOf(
  { database, now }: SheetSendOptions,
  { id, member, body }: Wish,
  shape: Shape,
): Promise<RangeSchedule | null> {
  const { rule, spreadsheet } = body;
  if (rule === null) return null;
  const before = sentIn(shape, spreadsheet, id)?.linked.schedule?.server;
  const known = before === undefined ? null : await findRangeSchedule(database, before);
  if (known && known.owner.id !== member.id) throw othersSchedule(known.owner);
  const at = now().toISOString();
  const owner = member.email || member.name;
  const times = { rule, since: at, lastRunAt: at, failuresInARow: 0 };
  return { ...times, owner, server: known?.id ?? scheduleIdFor(id) };
}

function othersSchedule({ name, email }: { name: string; email: string }): Problem {
  const detail = `What was sent there is refreshed at times as ${name || email}. Send it once, or to another tab.`;
  return new Problem('conflict', detail);
}

async function resultFor(
  { runs }: SheetSendOptions,
  { query, member, body }: Wish,
  { opened: { spreadsheet, shape }, response }: { opened: Opened; response: Response },
) {
  const place = {
    spreadsheet: { id: spreadsheet.id, name: shape.title.slice(0, 500) },
    tab: body.tab,
  };
  const exactText = query.columns.flatMap(({ name, format }) => (format === 'text' ? [name] : []));
  const answer = await runs.result(
    {
      ...{ member, query, values: body.values, timeZone: shape.timeZone, origin: 'sheet', place },
      ...{ exactText, exactNumbers: true, maxAgeSeconds: 0, signal: goneSignal(response) },
    },
    {},
  );
  return resultIn(answer);
}

function sendingOf(
  { query, member, body }: Wish,
  { opened, schedule, run }: { opened: Opened; schedule: RangeSchedule | null; run: string },
): Sending {
  const { spreadsheet, values, rule, late } = body;
  const { writer } = opened;
  return {
    ...{
      query: query.slug,
      owner: ownerFrom(member),
      spreadsheet,
      run,
      values,
      rule,
      late,
      writer,
    },
    schedule: schedule?.server ?? null,
    begunAt: new Date().toISOString(),
  };
}

function view(
  { spreadsheet, shape, writer }: Opened,
  { linked, tab }: SentRange,
  nextAt: Date | null,
): SheetSent {
  return {
    ...{ range: linked.id, tab: { id: tab.id, name: tab.title }, writer },
    spreadsheet: { id: spreadsheet.id, name: shape.title.slice(0, 500) },
    ...{ rows: linked.rowCount, truncated: linked.refreshed?.truncated ?? false },
    ...{ losses: linked.refreshed?.losses ?? [], nextAt: nextAt?.toISOString() ?? null },
  };
}
