// Refreshes a linked range by Google's Sheets API: the same rules as the add-on follows, carried out as one batch.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Unchanged } from '../../domain/contract/result.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import { noChanges, type RefreshChanges } from '../../domain/refresh/changes.ts';
import type { WholeResult } from '../../domain/refresh/content.ts';
import { changesSomething } from '../../domain/refresh/plan/plan.ts';
import { isAsWritten } from '../../domain/refresh/prepare.ts';
import { recordBefore, unchangedRecord } from '../../domain/refresh/record.ts';
import {
  decideRefresh,
  firstOffset,
  mixedColumns,
  recordAfter,
  type RefreshedBy,
  type Writing,
} from '../../domain/refresh/refresh.ts';
import { ask } from '../../domain/refresh/sheet.ts';
import { GoogleRefusal } from '../google/refusal.ts';
import type { Request, Spreadsheet } from '../google/spreadsheet.ts';
import { anchorRequests, guardRequests, headerRequests, isAnchored } from './anchors.ts';
import type { KnownMarks } from './known-marks.ts';
import { openRange, refuseBusy, type Opened } from './opened.ts';
import { push, SheetMoved, type Push, type PushParts } from './push.ts';
import { followLater } from './reads.ts';
import { noteRequests, notesAfter, recordRequest, statusRequests } from './record-requests.ts';
import { requestsOf } from './requests.ts';

/** A sheet that changed while it was planned for is planned for again so often. */
const MOST_TRIES = 3;
/** While the server writes in several steps, a sign of life says that it goes on. */
const HOLDS_MS = 10 * 60_000;

export interface ServerRefresh {
  spreadsheet: Spreadsheet;
  id: string;
  /** Of the result, of whom the note says that they refreshed it. */
  run: string;
  by: string;
  how: RefreshedBy;
  result: WholeResult | Unchanged;
  /** The result where it turns out to be needed although it is the same. */
  whole: () => Promise<WholeResult>;
  /** Nobody is asked, and people may be at work: no row is taken out, and nothing blank is taken. */
  othersAtWork: boolean;
  /** As it was opened for the run of the result, a moment ago; what has moved since is noticed by the write. */
  opened?: Opened;
  /** Of the server; absent: it asks where the marks of the range are. */
  marks?: KnownMarks;
  /** Looks at the record as it is when it is written; throws where it asks for something else by then. */
  allow?: (linked: LinkedRange) => void;
  /** What the record says besides, when all is well. */
  finish?: (linked: LinkedRange) => LinkedRange;
  now?: () => number;
  wait?: PushParts['wait'];
  mostCharacters?: number;
}

export interface Refreshed {
  linked: LinkedRange;
  changes: RefreshChanges;
}

/** Throws Problem; where it is about the range, nothing was changed, or the range says so. */
export async function refreshRange(asked: ServerRefresh): Promise<Refreshed> {
  let moved: SheetMoved | null = null;
  let hasDiffered = false;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      const { opened } = tries === 0 ? asked : {};
      const looksAgain = !hasDiffered && tries < MOST_TRIES - 1;
      return await writeOnce(await openAnchored(asked, opened), { ...asked, looksAgain });
    } catch (error) {
      moved = movedBy(error);
      hasDiffered ||= moved instanceof RowsDiffer;
      asked.marks?.forget(asked);
    }
  }
  throw movedAgain(moved);
}

/** The range with its marks, as it is immediately before it is planned for and written. Throws SheetMoved, Problem. */
export async function openAnchored(
  asked: Pick<ServerRefresh, 'spreadsheet' | 'id' | 'run' | 'allow' | 'now' | 'marks'>,
  known?: Opened,
): Promise<Opened> {
  const { spreadsheet, id, marks } = asked;
  for (let looks = 0; looks <= MOST_TRIES; looks += 1) {
    const isKnown = known !== undefined && looks === 0;
    const opened = isKnown ? known : await openRange(spreadsheet, id, marks);
    refuseBusy(opened, { now: nowOf(asked), run: asked.run });
    asked.allow?.(opened.range.linked);
    if (isAnchored(opened.anchors, opened.tab.id, opened.range.place)) return opened;
    await anchor(opened);
  }
  throw new SheetMoved('The range could not be marked.');
}

// What was read of is there no more, as a tab or rows at the end of one.
function movedBy(error: unknown): SheetMoved {
  if (error instanceof SheetMoved) return error;
  if (error instanceof GoogleRefusal) return new SheetMoved(error.message, { cause: error });
  throw error;
}

function movedAgain(moved: SheetMoved | null): Problem {
  const detail =
    'Somebody works in this tab just now: rows or columns came or went each time before the values could be written. The values stay as they were; try again in a minute.';
  return new Problem('sheet_changed', detail, {}, moved);
}

const nowOf = ({ now = Date.now }: Pick<ServerRefresh, 'now'>) => now();

// From now on rows and columns that come or go are noticed.
async function anchor(opened: Opened): Promise<void> {
  const { anchors, tab, range, spreadsheet } = opened;
  const { id } = range.linked;
  const { requests } = anchorRequests(anchors, { tab: tab.id, id, place: range.place });
  try {
    await spreadsheet.write([...guardRequests(anchors, id), ...requests]);
  } catch (error) {
    // Be it carried out or not: the next look tells.
    if (error instanceof Problem) throw error;
  }
}

/** A try of a refresh. */
interface Try extends ServerRefresh {
  /** Whether what stands there afterwards is compared with what was meant to: once, for what is read otherwise would never end. */
  looksAgain: boolean;
}

async function writeOnce(opened: Opened, asked: Try): Promise<Refreshed> {
  const { result } = asked;
  if (!('unchanged' in result)) return writeResult(opened, asked, result);
  const { linked, place } = opened.range;
  const cells = await followLater(ask({ read: 'range', place }), opened);
  if (!isAsWritten(linked, cells)) return writeResult(opened, asked, await asked.whole());
  const { run, by } = asked;
  const { counting = 0 } = linked.refreshed ?? {};
  const done = finished(unchangedRecord(linked, result, { run, by, counting }), linked, asked);
  await pushRecord(opened, done, asked);
  return { linked: done, changes: noChanges() };
}

// What is lit in the sheet stays so until the add-on refreshes: a conditional format has but its number in the tab, and by
// the time that it is deleted another one may have it.
const finished = (
  done: LinkedRange,
  { lit }: LinkedRange,
  { finish = (one) => one }: ServerRefresh,
) => finish(lit ? { ...done, lit } : done);

/** Writes the record and the note alone. Throws SheetMoved, Problem. */
export async function pushRecord(
  opened: Opened,
  linked: LinkedRange,
  asked: Pick<ServerRefresh, 'wait' | 'mostCharacters'>,
): Promise<void> {
  const notes = await notesOf(opened);
  const last = () => [
    recordRequest(opened.range, linked),
    ...noteRequests({ ...notedAt(opened), notes, at: null }, linked),
    ...statusRequests(opened.shape, linked, []),
  ];
  const work = { requests: [], first: () => [], last, place: opened.range.place, operations: [] };
  await push(opened, work, partsOf(asked));
}

const partsOf = ({
  wait = (ms) => sleep(ms),
  mostCharacters,
}: Pick<ServerRefresh, 'wait' | 'mostCharacters'>) => ({
  wait,
  ...(mostCharacters === undefined ? {} : { mostCharacters }),
});

const notedAt = ({ tab, range, shape }: Opened) => ({
  ...{ tab: tab.id, place: range.place, timeZone: shape.timeZone },
});

async function notesOf({ picture, range }: Opened): Promise<string[]> {
  const [header = []] = await picture.cells({ ...range.place, rows: 1 });
  return header.map(({ note }) => note ?? '');
}

async function writeResult(opened: Opened, asked: Try, result: WholeResult): Promise<Refreshed> {
  const { range, shape } = opened;
  const { linked, place } = range;
  const { how, othersAtWork } = asked;
  const coming = { result, how, timeZone: shape.timeZone, shown: {} };
  const decision = await followLater(
    decideRefresh({ linked, place, othersAtWork }, coming),
    opened,
  );
  if (decision.do === 'nothing') return { linked, changes: noChanges() };
  if (decision.do === 'newTab') throw newTabsAreTheirs();
  return writeDecided(opened, { ...asked, result }, decision);
}

function newTabsAreTheirs(): Problem {
  const detail =
    'This range makes a new tab of each result, which the server does not do. Choose Google’s clock for it, or another way to refresh.';
  return new Problem('invalid_request', detail);
}

async function writeDecided(
  opened: Opened,
  asked: Try & { result: WholeResult },
  writing: Writing,
): Promise<Refreshed> {
  const { range, shape, tab } = opened;
  const { linked } = range;
  const { prepared, changes } = writing;
  const { plan, content } = prepared;
  const { result, how, by, run } = asked;
  const mixed = mixedColumns(linked);
  const notes = notesAfter(await notesOf(opened), range.place, plan.place, plan.operations);
  const requests = changesSomething(plan)
    ? [...requestsOf({ tab: tab.id, name: range.name.id, id: linked.id, plan, content, mixed })]
    : [];
  const done = finished(
    recordAfter(linked, writing, { result, how, by, mixed, undoAt: null }),
    linked,
    asked,
  );
  const at = { tab: tab.id, id: linked.id, place: plan.place };
  const last = (): Request[] => [
    ...(prepared.headerGone ? headerRequests(opened.anchors, at) : []),
    recordRequest(range, done),
    ...noteRequests(
      { ...notedAt(opened), place: plan.place, notes, at: firstOffset(prepared) },
      done,
    ),
    ...statusRequests(shape, done, plan.operations),
  ];
  const first = () => [
    recordRequest(range, begun(linked, prepared, { run, by, now: nowOf(asked) })),
  ];
  const { operations } = plan;
  const work: Push = { requests, first, last, place: plan.place, operations };
  const after = await push(opened, work, partsOf(asked));
  const looksAgain = asked.looksAgain && operations.length > 0;
  if (looksAgain) await requireWritten({ ...opened, picture: after }, done, plan.place);
  return { linked: done, changes };
}

/** After a write another thing stands there than what was meant to. */
class RowsDiffer extends SheetMoved {}

// Whoever sorts rows between the look and the write moves no mark. Of a large tab nothing is read again.
async function requireWritten(after: Opened, done: LinkedRange, place: Place): Promise<void> {
  if (!after.picture.isWhole) return;
  const cells = await followLater(ask({ read: 'range', place }), after);
  if (!isAsWritten(done, cells)) throw new RowsDiffer('Rows changed while they were written.');
}

function begun(
  linked: LinkedRange,
  prepared: Writing['prepared'],
  { run, by, now }: { run: string; by: string; now: number },
): LinkedRange {
  const at = new Date(now).toISOString();
  const before = recordBefore(linked, prepared, { run, at, by });
  const until = new Date(now + HOLDS_MS).toISOString();
  return { ...before, refreshing: before.refreshing && { ...before.refreshing, at, by, until } };
}
