// Refreshes a linked range at its time, with the rights of the schedule's owner at that moment and by the rules that hold for the add-on.
import { randomUUID } from 'node:crypto';
import type { Result, Unchanged } from '../../domain/contract/result.ts';
import { QUERY_GONE } from '../../domain/linked-range-note.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { changesWords } from '../../domain/refresh/changes-words.ts';
import { shownEtag } from '../../domain/refresh/record.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import type { KnownRangeSchedule } from '../catalog/timed/timed.ts';
import type { Google } from '../google/google.ts';
import { GoogleRefusal } from '../google/refusal.ts';
import type { Member } from '../identity/member.ts';
import { knownChoices } from '../runs/known-choices.ts';
import { matchedValues } from '../runs/matching.ts';
import type { TellsWho } from '../runs/sent/tells-who.ts';
import type { RunRequest } from '../runs/request.ts';
import type { KnownMarks } from '../sheets/known-marks.ts';
import { openRange, type Opened } from '../sheets/opened.ts';
import { valuesOf } from '../sheets/range-values.ts';
import { refreshRange, type Refreshed } from '../sheets/refresh-range.ts';
import {
  doneAt,
  keepFailure,
  requireScheduled,
  type Scheduled,
} from '../sheets/scheduled-range.ts';
import type { Places } from './places.ts';
import { OWNER_GONE, ownerOf, reasonOf } from './reasons.ts';
import { resultIn } from './result-in.ts';
import { scheduledAs, spreadsheetFor, wasScheduled } from './scheduled-as.ts';
import { finishSlot, triedAgain, type Claimed, type Done } from './timed.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

export interface RangeWatchDependencies extends WatchDependencies {
  google: Google;
  /** Where a range waits before its query runs, once its spreadsheet has been looked at. */
  places: Places;
  marks: KnownMarks;
  tellsWho: TellsWho;
}

/** Refreshes the range for one slot. Throws only what says nothing of it: this server stops. */
export async function refreshScheduled(
  options: RangeWatchDependencies,
  schedule: KnownRangeSchedule,
  claim: Claimed,
): Promise<void> {
  try {
    const { source, refreshed } = await refresh(options, schedule, claim.signal);
    const { changes, linked } = refreshed;
    const came: Done = changes.unchanged
      ? { outcome: 'unchanged' }
      : { outcome: 'written', detail: changesWords(changes) };
    const run = linked.refreshed?.run ?? null;
    await finishSlot(options, schedule, claim, async () => ({ ...came, source, run }));
  } catch (error) {
    if (claim.signal.aborted) throw error;
    await fail(options, schedule, claim, error);
  }
}

async function refresh(
  options: RangeWatchDependencies,
  schedule: KnownRangeSchedule,
  signal: AbortSignal,
): Promise<{ source: string; refreshed: Refreshed }> {
  const { members, google } = options;
  const { content } = schedule;
  const owner = await ownerOf(members, schedule.owner);
  if (owner === null) throw new Problem('forbidden', OWNER_GONE);
  const member = scheduledAs(owner, schedule);
  const query = await findQuery(options, schedule, member);
  const spreadsheet = await spreadsheetFor(google, owner, { content, signal });
  const scheduled = wasScheduled(schedule, query);
  const opened = await openRange(spreadsheet, content.range, options.marks);
  requireScheduled(opened.range.linked, scheduled);
  const afresh = schedule.wanted === true;
  const asking = { member, query, afresh, signal };
  const { source } = query;
  const leave = await options.places.take(source);
  try {
    signal.throwIfAborted();
    const by = owner.email || owner.name;
    return { source, refreshed: await refreshOpened(options, { opened, scheduled, by }, asking) };
  } finally {
    leave();
  }
}

async function refreshOpened(
  options: RangeWatchDependencies,
  { opened, ...of }: Omit<Write, 'result'>,
  asking: Asking,
): Promise<Refreshed> {
  const request = await requestOf(options, opened, asking);
  const same = shownEtag(opened.range.linked, request.timeZone);
  const result = await resultOf(options, request, same);
  return write({ opened, ...of, result }, () => wholeResultOf(options, request));
}

async function findQuery(
  { catalog }: WatchDependencies,
  { query }: KnownRangeSchedule,
  member: Member,
): Promise<KnownQuery> {
  try {
    return await catalog.find(query, member);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('not_found', QUERY_GONE, { gone: true }, error);
  }
}

interface Asking extends Pick<RunRequest, 'member' | 'signal'> {
  query: KnownQuery;
  /** A run that is under way may have begun before what is to be seen was there. */
  afresh: boolean;
}

/** What the add-on would ask for the range. */
async function requestOf(
  { runs, catalog, tellsWho }: RangeWatchDependencies,
  { spreadsheet, shape, range, tab }: Opened,
  { member, query, afresh, signal }: Asking,
): Promise<RunRequest> {
  const { linked } = range;
  const { parameters } = query;
  const values = await valuesOf(linked.values, { spreadsheet, shape, parameters });
  const names = Object.keys(linked.values).filter((name) => linked.values[name]?.from === 'cell');
  const place = {
    spreadsheet: { id: spreadsheet.id, name: shape.title.slice(0, 500) },
    tab: tab.title,
  };
  const { exactText, told: wantsTold } = linked.options;
  const told = wantsTold ? await tellsWho(query, member) : null;
  const { timeZone } = shape;
  const asked = { member, query, values, timeZone, place, exactText, exactNumbers: true, signal };
  const request = { ...asked, told, afresh, origin: 'schedule' as const, maxAgeSeconds: 0 };
  const choicesOf = (parameter: KnownQuery['parameters'][number]) =>
    knownChoices({ runs, catalog }, request, parameter);
  const matched =
    names.length === 0 ? {} : await matchedValues(parameters, { values, names }, choicesOf);
  return { ...request, ...matched };
}

async function resultOf(
  { runs }: WatchDependencies,
  request: RunRequest,
  unless: string | null,
): Promise<Result | Unchanged> {
  const answer = await runs.result(request, unless === null ? {} : { unless });
  return answer.state === 'unchanged' ? answer.unchanged : resultIn(answer);
}

async function wholeResultOf(options: WatchDependencies, request: RunRequest): Promise<Result> {
  const result = await resultOf(options, request, null);
  if ('unchanged' in result) throw new Error('a result was left out that was asked for');
  return result;
}

interface Write {
  opened: Opened;
  scheduled: Scheduled;
  result: Result | Unchanged;
  by: string;
}

function write(
  { opened, scheduled, result, by }: Write,
  whole: () => Promise<Result>,
): Promise<Refreshed> {
  const run = 'run' in result ? result.run : randomUUID();
  const finish = (linked: LinkedRange) => {
    if (!linked.schedule) return linked;
    // What runs was resumed, whether or not the range could be told.
    const { paused: _paused, ...schedule } = doneAt(linked.schedule, new Date());
    return { ...linked, schedule: { ...schedule, owner: by } };
  };
  return refreshRange({
    ...{ spreadsheet: opened.spreadsheet, opened, id: scheduled.range },
    ...(opened.marks && { marks: opened.marks }),
    ...{ run, by, result, whole, finish },
    ...{ how: { by: 'schedule' }, othersAtWork: true },
    allow: (linked) => {
      requireScheduled(linked, scheduled);
      refusePaused(linked, opened.range.linked);
    },
  });
}

// What was paused before it was claimed and says so still was resumed since, and could not be told so.
function refusePaused({ schedule }: LinkedRange, before: LinkedRange): void {
  if (schedule?.paused && !before.schedule?.paused)
    throw new Problem('run_cancelled', 'The schedule was paused meanwhile.');
}

async function fail(
  options: RangeWatchDependencies,
  schedule: KnownRangeSchedule,
  claim: Claimed,
  failure: unknown,
): Promise<void> {
  const error = asProblem(failure);
  const problem = reasonOf(options.log, error);
  const isTriedAgain = await triedAgain(options, schedule, claim, { error, problem });
  await tellSheet(options, schedule, { error, problem, triesAgain: isTriedAgain });
  if (isTriedAgain) return;
  const waits = error instanceof Problem && error.code === 'needs_confirmation';
  const restSeconds = restAfter(schedule.failures + 1, waits);
  const outcome = waits ? 'waits' : 'failing';
  await finishSlot(options, schedule, claim, async () => ({
    outcome,
    detail: problem,
    restSeconds,
  }));
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof GoogleRefusal)) return error;
  const detail = `Google refused to say what is in the spreadsheet (${error.message.slice(0, 300)}).`;
  return new Problem('google_unavailable', detail, {}, error);
}

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 3_600;

/** What goes on failing is tried ever less often, and at least once a day; what waits for a person, once an hour. */
function restAfter(failures: number, waits: boolean): number {
  if (failures < 3) return 0;
  const seconds = 2 ** Math.min(failures, 20) * MINUTE_SECONDS;
  return Math.min(seconds, waits ? 3_600 : DAY_SECONDS);
}

/** Where it is about the range, everybody sees why it is old; whether or not that can be written. */
async function tellSheet(
  { google, members, catalog, log }: RangeWatchDependencies,
  schedule: KnownRangeSchedule,
  { error, problem: detail, triesAgain }: { error: unknown; problem: string; triesAgain: boolean },
): Promise<void> {
  const code = error instanceof Problem ? error.code : 'internal';
  // Whoever writes there now is refreshing it; and a spreadsheet that cannot be reached is told nothing.
  if (
    [
      'run_cancelled',
      'sheet_busy',
      'range_lost',
      'spreadsheet_not_shared',
      'google_not_set_up',
    ].includes(code)
  )
    return;
  try {
    const owner = await ownerOf(members, schedule.owner);
    const spreadsheet = await spreadsheetFor(google, owner, { content: schedule.content });
    const scheduled = wasScheduled(schedule, catalog.named(schedule.query));
    const failed = { problem: { code, detail }, triesAgain, now: new Date() };
    await keepFailure(spreadsheet, scheduled, failed);
  } catch (refused) {
    log.warn({ err: refused, timed: schedule.id }, 'a range could not be told why it is old');
  }
}
