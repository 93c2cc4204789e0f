// Sends a result to a tab of a spreadsheet: as a new linked range there, or into the one that was sent before. It is known by
// its id, which is the same each time: whatever broke off in between, there is never a second one.
import { setTimeout as sleep } from 'node:timers/promises';
import { askingText } from '../../domain/agreement.ts';
import type { LinkedRange, RangeSchedule } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { GoogleRefusal, Unheard } from '../google/refusal.ts';
import type { Spreadsheet } from '../google/spreadsheet.ts';
import { makeRange, type MadeRange, type NewSheetRange } from './new-range.ts';
import type { PushParts } from './push.ts';
import { refreshRange } from './refresh-range.ts';
import { doneAt } from './scheduled-range.ts';
import { readShape, recordsIn, type Shape, type ShapedTab } from './shape.ts';
import { targetIn, type TabWish } from './target-tab.ts';

export interface Sending extends Omit<NewSheetRange, 'now'>, Partial<Pick<PushParts, 'wait'>> {
  spreadsheet: Spreadsheet;
  tab: TabWish;
  /** The names that the query had. */
  formerly: readonly string[];
  now?: () => number;
}

export interface SentRange {
  linked: LinkedRange;
  tab: ShapedTab;
}

/** A spreadsheet that changed meanwhile, or of which nothing was heard, is looked at again so often. */
const MOST_TRIES = 3;
/** How long after an answer was lost it is looked whether the batch was carried out after all. */
const LOOKS_AFTER_MS = 1_500;

/** Throws Problem; then nothing was written, or the range says that it is not complete, and another try completes it. */
export async function sendResult(asked: Sending): Promise<SentRange> {
  const { spreadsheet, id } = asked;
  let refused: unknown = null;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const shape = await readShape(spreadsheet);
    const sent = sentIn(shape, spreadsheet.id, id);
    if (sent) return { linked: await refresh(asked), tab: sent.tab };
    try {
      const made = await make(asked, shape);
      if (made.isWhole) return made;
      return { linked: await refresh(asked), tab: made.tab };
    } catch (error) {
      // Of another tab of this name, or cells that have gone; or it was carried out, and the look tells.
      if (!(error instanceof GoogleRefusal || error instanceof Unheard)) throw error;
      refused = error;
      if (error instanceof Unheard) await (asked.wait ?? sleep)(LOOKS_AFTER_MS);
    }
  }
  throw notMade(refused);
}

/** The range that was sent before, where it stands. */
export function sentIn(
  shape: Shape,
  spreadsheet: string,
  id: string,
): { linked: LinkedRange; tab: ShapedTab } | undefined {
  return recordsIn(shape).find(
    ({ linked }) => linked.id === id && linked.spreadsheet === spreadsheet,
  );
}

async function make(asked: Sending, shape: Shape): Promise<MadeRange> {
  const { spreadsheet, tab, now = Date.now } = asked;
  const target = await targetIn(spreadsheet, shape, tab);
  return makeRange({ spreadsheet, shape, target }, { ...asked, now });
}

async function refresh(asked: Sending): Promise<LinkedRange> {
  const { spreadsheet, id, result, by, now, wait, mostCharacters } = asked;
  const { linked } = await refreshRange({
    ...{ spreadsheet, id, result, by, run: result.run, whole: async () => result },
    ...{ how: { by: 'schedule' }, othersAtWork: true },
    allow: (there) => requireSame(there, asked),
    finish: (there) => ({ ...there, schedule: scheduleAfter(there.schedule, asked.schedule) }),
    ...(now && { now }),
    ...(wait && { wait }),
    ...(mostCharacters === undefined ? {} : { mostCharacters }),
  });
  return linked;
}

// What is sent once leaves a schedule that is there as it is.
function scheduleAfter(there: RangeSchedule | null, wanted: RangeSchedule | null) {
  const paused = there?.server === wanted?.server ? there?.paused : undefined;
  const schedule = wanted ? { ...wanted, ...(paused && { paused }) } : there;
  return schedule && doneAt(schedule, new Date());
}

function requireSame(there: LinkedRange, { query, formerly, values, schedule }: Sending): void {
  const { spreadsheet, slug } = there;
  const isSame = askingText(there) === askingText({ spreadsheet, slug, values });
  if (![query.slug, ...formerly].includes(slug) || !isSame) throw changedThere(there);
  if (schedule === null || there.schedule === null) return;
  // One that was handed over is the sender's, whatever stands in the sheet until its next time.
  if (there.schedule.server === schedule.server) return;
  if (there.schedule.owner !== schedule.owner) throw othersSchedule(there.schedule);
}

function changedThere({ title }: LinkedRange): Problem {
  const detail = `What was sent there shows ${title} by now, or has other values: somebody changed it in the spreadsheet. Nothing was written; send to another tab.`;
  return new Problem('range_obstructed', detail);
}

function othersSchedule({ owner }: RangeSchedule): Problem {
  const detail = `The range is refreshed at times as ${owner}. Send it once, or to another tab; or take the schedule over in the spreadsheet.`;
  return new Problem('range_obstructed', detail);
}

function notMade(refused: unknown): Problem {
  if (refused instanceof Unheard) {
    const detail =
      'Google did not say whether the result was written. Send it again: what is there already is then completed, and nothing is written twice.';
    return new Problem('google_unavailable', detail, {}, refused);
  }
  const said = refused instanceof Error ? refused.message.slice(0, 300) : '';
  const detail = `Google Sheets would not take the result (${said}). Nothing was changed.`;
  return new Problem('range_obstructed', detail, {}, refused);
}
