// What a linked range's record says before, during and after a write.
import type { Losses } from '../cells/cell.ts';
import { allFingerprint, anyOrderFingerprint } from '../cells/fingerprint.ts';
import type { Unchanged } from '../contract/result.ts';
import { leftOutWords } from '../choices.ts';
import { lossSentences } from '../linked-range-note.ts';
import type {
  LinkedColumn,
  LinkedRange,
  RangeOptions,
  Refreshed,
  Refreshing,
} from '../linked-range.ts';
import { MOST_MARKS } from '../record/record-fields.ts';
import type { WholeResult } from './content.ts';
import { inOrder } from './layout/query-order.ts';
import { MODES } from './modes.ts';
import type { RefreshPlan } from './plan/plan.ts';
import type { Prepared } from './prepare.ts';

/** The etag of the result that a range shows; null where the same result must be written all the same. */
export function shownEtag(linked: LinkedRange, timeZone: string): string | null {
  const { refreshed, refreshing, options } = linked;
  if (!refreshed || refreshing || refreshed.truncated || refreshed.etag === '') return null;
  if (refreshed.timeZone !== timeZone) return null;
  return MODES[options.mode].showsSameAgain ? refreshed.etag : null;
}

/** The record while a prepared refresh is written. */
export function recordBefore(
  linked: LinkedRange,
  { present, arrangement, standing, plan }: Prepared,
  { run, at, by }: Pick<Refreshing, 'run' | 'at' | 'by'>,
): LinkedRange {
  const known = new Set(linked.columns.map(({ name }) => name));
  const columns = arrangement.columns
    .filter(({ name }) => !known.has(name))
    .map(({ name, label }) => ({ name, label }));
  const adding = columns.length > 0 ? { columns } : {};
  const said = { guess: guessAfter(linked, standing), options: optionsAfter(linked, plan) };
  // After a write that was cut off, what counts is still how it was before that.
  if (linked.refreshing)
    return { ...linked, ...said, refreshing: { ...linked.refreshing, run, ...adding } };
  const rows = linked.rowCount === 0 ? 0 : present.length;
  const last = present[present.length - 1] ?? null;
  return { ...linked, ...said, refreshing: { run, at, by, rows, last, ...adding } };
}

// What a plan marks as standing apart counts from then on.
function optionsAfter({ options }: LinkedRange, { operations }: RefreshPlan): RangeOptions {
  const marks = operations.flatMap((one) => (one.do === 'keepApart' ? [one.mark] : []));
  if (marks.length === 0) return options;
  return { ...options, apart: [...options.apart, ...marks].slice(-MOST_MARKS) };
}

/** What names a row from now on where it was guessed: whoever was asked has said yes to it. */
export function guessAfter(
  { guess }: LinkedRange,
  standing: Prepared['standing'],
): LinkedRange['guess'] {
  if (standing?.key.lost) return null;
  if (guess !== null || standing?.key.by !== 'guess' || standing.isSure) return guess;
  return { columns: standing.key.columns.map(({ name }) => name) };
}

/** The record of a range that a plan was carried out in, and that is whole. */
export function writtenRecord(
  linked: LinkedRange,
  plan: RefreshPlan,
  mixed: string[],
): LinkedRange {
  const { lit: _lit, ...rest } = linked;
  return {
    ...rest,
    options: optionsAfter(linked, plan),
    columns: plan.columns.map(({ name, label, kind, format }): LinkedColumn => ({
      name,
      label,
      kind,
      format,
      mixed: mixed.includes(name),
    })),
    rowCount: plan.rowCount,
    wrote: {
      ordered: allFingerprint(inOrder(plan.rows, plan.order)),
      anyOrder: anyOrderFingerprint(plan.rows),
      columns: plan.columnPrints,
    },
    refreshing: null,
    problem: null,
    schedule: linked.schedule && { ...linked.schedule, failuresInARow: 0 },
  };
}

interface Done {
  result: WholeResult;
  by: string;
  /** The columns whose cells hold text here and there. */
  mixed: string[];
  losses: Losses;
}

/** The same after a refresh with this result. */
export function refreshedRecord(
  linked: LinkedRange,
  plan: RefreshPlan,
  { result, by, mixed, losses }: Done,
): LinkedRange {
  const { unordered } = plan;
  const sentences = lossesTold(result, { losses, unordered });
  return {
    ...ranAs(writtenRecord(linked, plan, mixed), result),
    refreshed: {
      ...refreshedWith(result, by),
      ...(sentences.length > 0 ? { losses: sentences } : {}),
    },
  };
}

/** What a write could not bring into the sheet, in sentences. */
export function lossesTold(
  { matches }: Pick<WholeResult, 'matches'>,
  { losses, unordered }: { losses: Losses } & Pick<RefreshPlan, 'unordered'>,
): string[] {
  const told = unordered === null ? [] : [unordered];
  return [...lossSentences(losses), ...leftOutWords(matches), ...told];
}

/** The record of a range that shows the same result as before. */
export function unchangedRecord(
  linked: LinkedRange,
  { ranAt: at, query, title, lagSeconds = null }: Unchanged,
  { run, by, counting }: { run: string; by: string; counting: number },
): LinkedRange {
  const { restored: _restored, counting: _counting, ...before } = linked.refreshed ?? NEVER;
  const schedule = linked.schedule && { ...linked.schedule, failuresInARow: 0 };
  const { lit: _lit, ...rest } = linked;
  const still = counting === 0 ? {} : { counting };
  const refreshed = { ...before, ...still, at, by, run, lagSeconds };
  return { ...ranAs(rest, { query, title }), refreshed, problem: null, schedule };
}

/** The record by the name and title of the query that really ran: one that was renamed answers by its new ones. */
export function ranAs(
  linked: LinkedRange,
  { query, title }: Pick<Unchanged, 'query' | 'title'>,
): LinkedRange {
  return { ...linked, slug: query ?? linked.slug, title: title ?? linked.title };
}

/** That a range was refreshed with this result. */
export function refreshedWith(result: WholeResult, by: string): Refreshed {
  return {
    at: result.ranAt,
    by,
    run: result.run,
    etag: result.etag,
    timeZone: result.timeZone,
    truncated: result.truncated,
    lagSeconds: result.lagSeconds,
    ...(result.key ? { key: result.key } : {}),
  };
}

const NEVER: Refreshed = { at: '', by: '', run: '', etag: '', truncated: false, lagSeconds: null };
