// Decides a refresh: what the result makes of the range, what has to be asked before, and what is kept for its
// undo. Nothing is written here; whoever drives these rules carries out what they decide.
import { nextUndo } from '../linked-range.ts';
import type { LinkedRange, Refreshed, ValueSources } from '../linked-range.ts';
import type { Losses } from '../cells/cell.ts';
import { changesOf, newTabChanges, withFormulas } from './changes.ts';
import type { RefreshChanges } from './changes.ts';
import { chosenRows } from './chosen-rows.ts';
import { addedCell, contentFor, showsDays } from './content.ts';
import { seeRange, withHeaderRow } from './header.ts';
import type { WholeResult } from './content.ts';
import { findEditedCells } from './edited-cells.ts';
import type { EditedCells } from './edited-cells.ts';
import { keptText } from './undo/kept-cells.ts';
import { MODES } from './modes.ts';
import { refuseObstacles } from './plan/obstacles.ts';
import { refuseRejected } from './plan/rejected-values.ts';
import { changesSomething } from './plan/plan.ts';
import { prepareContent } from './prepare.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import { askFirst, refuseLasting, refuseUnasked } from './questions.ts';
import type { Confirmed } from './questions.ts';
import type { RefreshPlan } from './plan/plan.ts';
import { guessAfter, lossesTold, refreshedRecord } from './record.ts';
import { ask } from './sheet.ts';
import type { RangeCells, Rules } from './sheet.ts';
import { cellsToKeep } from './undo/keep.ts';

/** Who refreshes: a person who can be asked, or a schedule, which puts right what it finds. */
export type RefreshedBy = { by: 'person'; confirmed: Confirmed } | { by: 'schedule' };

export interface Coming {
  result: WholeResult;
  how: RefreshedBy;
  /** The spreadsheet's. */
  timeZone: string;
  /** The values that the range showed until now. */
  shown: ValueSources;
  /** What the range holds, where it was read already. */
  cells?: RangeCells | undefined;
}

export type Decision =
  /** The result goes into a tab of its own. */
  | { do: 'newTab' }
  /** The rows of this run stand there already: the caller did not hear of it and asks again. */
  | { do: 'nothing' }
  | ({ do: 'write' } & Writing);

export interface Writing {
  prepared: Prepared;
  edited: EditedCells;
  changes: RefreshChanges;
  /** What to keep for an undo before the first cell is written; null where no cell changes, or it is too much. */
  keep: string | null;
}

/**
 * What a refresh does. Throws Problem: needs_confirmation, keys_invalid, sheet_full, range_protected,
 * range_obstructed; then the sheet is as it was.
 */
export function* decideRefresh(found: RangeNow, coming: Coming): Rules<Decision> {
  const { linked, place } = found;
  const { result, how } = coming;
  const mode = MODES[linked.options.mode];
  if (mode.writes === 'newTab') return { do: 'newTab' };
  const isThere = mode.tellsWhenAdded && linked.refreshed?.run === result.run;
  if (isThere && !linked.refreshing) return { do: 'nothing' };
  const { now, prepared } = yield* prepareRefresh(found, coming, how.by === 'person');
  const edited = yield* findEditedCells(now, prepared);
  const changes = changesOf(now, prepared, edited);
  if (how.by === 'person') {
    yield* askFirst(now, prepared, { changes, confirmed: how.confirmed });
  } else refuseUnasked(now, prepared, changes);
  if (!changesSomething(prepared.plan)) {
    return { do: 'write', prepared, edited, changes, keep: null };
  }
  yield* refuseObstacles(place, prepared.plan);
  yield* refuseRejected(place, prepared);
  const keep = keptText(yield* cellsToKeep(now, prepared, coming.shown));
  if (keep === null && how.by === 'person') {
    refuseLasting(prepared, { changes, confirmed: how.confirmed });
  }
  return { do: 'write', prepared: yield* withHeader(now, prepared), edited, changes, keep };
}

function* withHeader(now: RangeNow, prepared: Prepared): Rules<Prepared> {
  const { headerGone, around, plan } = prepared;
  if (!headerGone) return prepared;
  const tab = { rows: yield* around.tab.rows(), lastRow: yield* around.tab.lastRow() };
  return { ...prepared, plan: withHeaderRow(plan, now, { ...tab, ...headerGone }) };
}

/** What a refresh by a person would change. Throws Problem: keys_invalid, sheet_full. */
export function* previewRefresh(
  found: RangeNow,
  coming: Pick<Coming, 'result' | 'timeZone'>,
): Rules<RefreshChanges> {
  if (MODES[found.linked.options.mode].writes === 'newTab') {
    const { result, timeZone } = coming;
    return newTabChanges(chosenRows(result, found.linked.options, timeZone).length);
  }
  const { now, prepared } = yield* prepareRefresh(found, coming, true);
  const edited = yield* findEditedCells(now, prepared);
  return yield* withFormulas(now, prepared, changesOf(now, prepared, edited));
}

/** The record of a range that was refreshed as decided; `undo` is when what was kept was kept. */
export function recordAfter(
  linked: LinkedRange,
  { prepared, edited }: Writing,
  done: {
    result: WholeResult;
    how: RefreshedBy;
    by: string;
    mixed: string[];
    undoAt: string | null;
  },
): LinkedRange {
  const { result, how, by, mixed, undoAt } = done;
  const { plan, losses } = prepared;
  const written = refreshedRecord(linked, plan, { result, by, mixed, losses });
  const restored = how.by === 'schedule' ? edited.count : 0;
  const { gone, counting } = plan;
  const refreshed = written.refreshed && {
    ...written.refreshed,
    ...(gone === 0 ? {} : { kept: gone }),
    ...(counting === 0 ? {} : { counting }),
    ...toldBy(prepared, written.refreshed),
    ...(restored === 0 ? {} : { restored }),
  };
  const kept = undoAt === null ? null : nextUndo(linked, undoAt);
  const undo = changesSomething(plan) ? kept : linked.undo;
  return { ...written, refreshed, undo, guess: guessAfter(linked, prepared.standing) };
}

// What names the rows by the database, where nobody said anything.
function toldBy({ standing }: Prepared, { key }: Refreshed): Pick<Refreshed, 'key'> {
  if (key || standing?.key.by !== 'table') return {};
  return { key: standing.key.columns.map(({ name }) => name) };
}

/** What a person reads of cells that a schedule put right. */
export function editedNotes({ count }: EditedCells, how: RefreshedBy): string[] {
  if (count === 0 || how.by === 'person') return [];
  if (count === null) return ['Cells changed by hand were put right.'];
  return [`${count.toLocaleString('en-US')} cells changed by hand were put right.`];
}

/** What a write could not bring into the sheet, in sentences. */
export function warningsOf(
  result: Pick<WholeResult, 'truncated' | 'matches'>,
  missing: { losses: Losses } & Pick<RefreshPlan, 'unordered'>,
): string[] {
  const notes = lossesTold(result, missing);
  if (result.truncated) notes.unshift('The result was cut off: the query has more rows than this.');
  return notes;
}

/** Where the first of the range's own columns stands after a refresh; a person's own may stand before it. */
export function firstOffset({ plan, arrangement }: Prepared): number {
  const first = plan.columns[0]?.offset ?? 0;
  if (plan.place.columns >= arrangement.width) return first;
  return first - arrangement.vanished.filter(({ offset }) => offset < first).length;
}

/** The columns of a range that hold text in some cells. */
export function mixedColumns({ columns }: LinkedRange): string[] {
  return columns.filter(({ mixed }) => mixed).map(({ name }) => name);
}

// The range as it is planned for: where its header row is gone, one row higher.
function* prepareRefresh(
  found: RangeNow,
  { result, timeZone, cells: known }: Pick<Coming, 'result' | 'timeZone' | 'cells'>,
  byPerson: boolean,
): Rules<{ now: RangeNow; prepared: Prepared }> {
  const { options } = found.linked;
  const locale = showsDays(result, options) ? yield* ask({ read: 'locale' }) : undefined;
  const content = contentFor(result, options, { timeZone, locale });
  const { now, cells, headerGone } = yield* seeRange(found, content, known);
  const at = found.linked.refreshed?.at;
  const cameAt = at ? addedCell(at, { timeZone }) : null;
  const wish = { removeVanished: byPerson, cells, headerGone, cameAt };
  return { now, prepared: yield* prepareContent(now, content, wish) };
}
