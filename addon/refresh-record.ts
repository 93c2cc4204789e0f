// What a linked range's record says after a write.
import type { Losses } from '../domain/cells/cell.ts';
import { lossSentences } from '../domain/linked-range-note.ts';
import type { LinkedColumn, LinkedRange, RangeProblem, Refreshed } from '../domain/linked-range.ts';
import { PROBLEMS } from '../domain/problem.ts';
import type { ProblemBody } from '../domain/problem.ts';
import { allFingerprint, anyOrderFingerprint } from '../domain/cells/fingerprint.ts';
import type { RefreshPlan } from '../domain/refresh/plan.ts';
import type { PlacedRange } from './ranges/records.ts';
import type { WholeResult } from './run.ts';
import type { RefreshPreview } from './sidebar-functions.ts';

/** What a refresh or an insert did. */
export interface RefreshOutcome {
  /** The range as it is now. */
  found: PlacedRange;
  changes: RefreshPreview;
  /** Sentences that the person should read. */
  notes: string[];
  /** What was lost or left out, in sentences. */
  warnings: string[];
}

/** The record of a range that a plan was carried out in, and that is whole. */
export function recordOf(linked: LinkedRange, plan: RefreshPlan, mixed: string[]): LinkedRange {
  return {
    ...linked,
    columns: plan.columns.map(({ name, label, kind, format }): LinkedColumn => ({
      name,
      label,
      kind,
      format,
      mixed: mixed.includes(name),
    })),
    rowCount: plan.rowCount,
    wrote: {
      ordered: allFingerprint(plan.rows),
      anyOrder: anyOrderFingerprint(plan.rows),
    },
    refreshing: null,
    problem: null,
    schedule: linked.schedule && { ...linked.schedule, failuresInARow: 0 },
  };
}

/** The same after a refresh with this result. */
export function refreshedRecord(
  linked: LinkedRange,
  plan: RefreshPlan,
  { result, mixed, losses }: { result: WholeResult; mixed: string[]; losses: Losses },
): LinkedRange {
  const sentences = lossSentences(losses);
  return {
    ...recordOf(linked, plan, mixed),
    // A query that was renamed answers by its new name.
    slug: result.query ?? linked.slug,
    refreshed: { ...refreshedNow(result), ...(sentences.length > 0 ? { losses: sentences } : {}) },
  };
}

/** That the range was refreshed with this result, by the person at the keyboard or of the trigger. */
export function refreshedNow(result: WholeResult): Refreshed {
  return {
    at: result.ranAt,
    by: Session.getEffectiveUser().getEmail(),
    run: result.run,
    etag: result.etag,
    timeZone: result.timeZone,
    truncated: result.truncated,
    lagSeconds: result.lagSeconds,
  };
}

/** A kept problem as the sidebar takes it. */
export function problemView({ code, detail, at }: RangeProblem): ProblemBody {
  const { status, title } = PROBLEMS[code];
  return { type: `https://sheetfeed.dev/problems#${code}`, title, status, detail, code, at };
}
