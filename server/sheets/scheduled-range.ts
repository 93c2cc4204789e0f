// A linked range as the server's schedule of it meets it: it must ask for what its owner agreed to, and keeps what came of it.
import { askingText } from '../../domain/agreement.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type {
  LinkedRange,
  RangeProblem,
  RangeSchedule,
  SchedulePause,
  ValueSources,
} from '../../domain/linked-range.ts';
import { namesCells, shapeText } from '../../domain/named-cells.ts';
import { Problem } from '../../domain/problem.ts';
import { withPause } from '../../domain/schedule.ts';
import type { Spreadsheet } from '../google/spreadsheet.ts';
import { guardRequests } from './anchors.ts';
import { openRange, refuseBusy, type Opened } from './opened.ts';
import { openAnchored, pushRecord } from './refresh-range.ts';
import type { ShapedRange } from './shape.ts';

/** What the owner of a schedule agreed to. */
export interface Scheduled {
  /** Of the schedule. */
  id: string;
  range: string;
  spreadsheet: string;
  /** The query, and the names that it had. */
  slugs: readonly string[];
  values: Values;
  cells: Record<string, string>;
}

/** Where each value comes from, as a record says it. */
export function sourcesOf({ values, cells }: Pick<Scheduled, 'values' | 'cells'>): ValueSources {
  return Object.fromEntries([
    ...Object.entries(values).map(([name, value]) => [name, { from: 'value', value }] as const),
    ...Object.entries(cells).map(([name, place]) => [name, { from: 'cell', place }] as const),
  ]);
}

/** Throws Problem not_found where the range knows nothing of the schedule, needs_confirmation where it asks for something else. */
export function requireScheduled(linked: LinkedRange, scheduled: Scheduled): void {
  // Whoever may edit the spreadsheet alone can have written it there.
  if (linked.schedule?.server !== scheduled.id) throw notOfRange();
  const { spreadsheet, slugs } = scheduled;
  const agreed = { spreadsheet, slug: linked.slug, values: sourcesOf(scheduled) };
  if (slugs.includes(linked.slug) && askingText(linked) === askingText(agreed)) return;
  throw new Problem(
    'needs_confirmation',
    'The query or the values of this range are others than its schedule was set up for, so nothing was run. Whoever set it up can look at it, and refresh it by hand to agree.',
  );
}

function notOfRange(): Problem {
  const detail =
    'The range in the spreadsheet has no such schedule any more: somebody ended it there, or set up another one. End it here too, or save it again in the sidebar.';
  return new Problem('not_found', detail);
}

/** Tries that the range is there and may be written, and changes nothing that anybody sees. Throws Problem. */
export async function tryScheduled(spreadsheet: Spreadsheet, scheduled: Scheduled): Promise<void> {
  const { range: id } = scheduled;
  const allow = (linked: LinkedRange) => requireScheduled(linked, scheduled);
  const opened = await openAnchored({ spreadsheet, id, run: '', allow });
  await spreadsheet.write(guardRequests(opened.anchors, id));
}

export interface Failed {
  problem: Pick<RangeProblem, 'code' | 'detail'>;
  triesAgain: boolean;
  now: Date;
}

/** Has the range say why it was not refreshed, where everybody sees it. Throws Problem. */
export async function keepFailure(
  spreadsheet: Spreadsheet,
  scheduled: Scheduled,
  { problem, triesAgain, now }: Failed,
): Promise<void> {
  await keep(spreadsheet, scheduled, now, (linked, schedule, { place, tab }) => {
    // What fails again for the same reason has failed since then.
    const at = linked.problem?.code === problem.code ? linked.problem.at : now.toISOString();
    const failuresInARow = schedule.failuresInARow + 1;
    const failed = { ...doneAt(schedule, now), failuresInARow };
    const again = triesAgain ? { triesAgain } : {};
    const named = namesCells(problem.detail) ? { shape: shapeText(place, tab) } : {};
    return { ...linked, problem: { ...problem, at, ...named }, schedule: { ...failed, ...again } };
  });
}

/** Takes the schedule out of the range. Throws Problem. */
export async function endInSheet(spreadsheet: Spreadsheet, scheduled: Scheduled): Promise<void> {
  await keep(spreadsheet, scheduled, new Date(), (linked) => ({ ...linked, schedule: null }));
}

/** Has the range say that its schedule is paused, or (null) that it goes on. Throws Problem. */
export async function pauseInSheet(
  spreadsheet: Spreadsheet,
  scheduled: Scheduled,
  paused: SchedulePause | null,
): Promise<void> {
  const now = new Date();
  await keep(spreadsheet, scheduled, now, (linked, schedule) => ({
    ...linked,
    schedule: withPause(schedule, paused, now),
  }));
}

/** A schedule that has just run. */
export function doneAt(schedule: RangeSchedule, now: Date): RangeSchedule {
  const { triesAgain: _triesAgain, runningSince: _runningSince, ...rest } = schedule;
  return { ...rest, lastRunAt: now.toISOString() };
}

async function keep(
  spreadsheet: Spreadsheet,
  { range, id }: Scheduled,
  now: Date,
  changed: (linked: LinkedRange, schedule: RangeSchedule, now: ShapedRange) => LinkedRange,
): Promise<void> {
  const opened: Opened = await openRange(spreadsheet, range);
  const { linked } = opened.range;
  if (linked.schedule?.server !== id) return;
  refuseBusy(opened, { now: now.getTime(), run: '' });
  await pushRecord(opened, changed(linked, linked.schedule, opened.range), {});
}
