// Takes back the last step at a range, where nobody changed the range since: a refresh, or other options.
import { nextUndo } from '../../domain/linked-range.ts';
import type { LinkedRange, RangeOptions, RangeUndo } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { isRecord } from '../../domain/record/record-fields.ts';
import { noChanges } from '../../domain/refresh/changes.ts';
import { removalBack } from '../../domain/refresh/left/removal-back.ts';
import { keptCells } from '../../domain/refresh/undo/kept-cells.ts';
import type { KeptCells } from '../../domain/refresh/undo/kept-cells.ts';
import { firstOffset } from '../../domain/refresh/refresh.ts';
import { decideUndo } from '../../domain/refresh/undo/undo.ts';
import { decideUnsort } from '../../domain/refresh/undo/unsort.ts';
import type { Undoing } from '../../domain/refresh/undo/undo.ts';
import { KEPT_HOURS, parsedOrNull } from '../google/cache.ts';
import { replacedTexts } from '../google/kept-texts.ts';
import { writeNote } from '../ranges/notes.ts';
import { findRange, placedRange, saveRecord } from '../ranges/records.ts';
import type { PlacedRange } from '../ranges/records.ts';
import { changeOptions, keepValues } from '../ranges/settings.ts';
import type { Outcome } from '../ranges/written.ts';
import { executePlan } from '../sheet/execute.ts';
import { withMovingMarks } from '../sheet/moving-marks.ts';
import { putOut } from '../sheet/lit-rule.ts';
import { restoreRemoved } from '../sheet/removed-cells.ts';
import { sortRows } from '../sheet/sort-rows.ts';
import { restoreFormulas } from '../sheet/formulas-back.ts';
import { follow } from '../sheet/reads.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const UNDONE = 'The last refresh was undone.';

/** Keeps what a step replaces, to be taken back as `undo`. */
export function keepStep({ id }: Pick<LinkedRange, 'id'>, undo: RangeUndo, text: string): void {
  replacedTexts.keep(stepName(id, undo), text);
}

/** What was kept of the next step to take back, as it was parsed. Throws Problem: not_found. */
export function keptStep({ id, undo }: LinkedRange): Record<string, unknown> {
  const kept = undo && parsedOrNull(replacedTexts.of(stepName(id, undo)));
  if (isRecord(kept)) return kept;
  throw nothingKept();
}

/** Takes the last step back, where it is still what the person was shown. Throws Problem: not_found, sheet_changed, range_protected. */
export function undoLast(
  spreadsheet: Spreadsheet,
  id: string,
  undoes?: 'refresh' | 'options' | 'rows',
): Outcome {
  const found = placedRange(spreadsheet, id);
  const { undo, lit } = found.linked;
  if (undo && undoes && undoes !== (undo.of ?? 'refresh')) throw steppedSince();
  if (undo?.of === 'options') return undoOptions(spreadsheet, found);
  if (undo?.of === 'insert') throw nothingKept();
  const kept = keptCells(keptStep(found.linked));
  if (kept === null) throw nothingKept();
  const back = kept.removed && follow(removalBack(found, kept.removed), found);
  const now = kept.sorted
    ? undoSorted(found, kept, kept.sorted)
    : write(found, follow(decideUndo(found, kept), found), kept);
  if (back) restoreRemoved(now.sheet, back, kept.removed?.looks);
  if (lit) putOut(now.sheet, id);
  const changes = { ...noChanges(), unchanged: false };
  const notes = [back ? 'The rows are back, with what stood beside them.' : UNDONE];
  return { found: now, changes, notes, warnings: [] };
}

// The rows go back to where they stood before the refresh sorted them; where it cannot be undone, they come here again.
function undoSorted(
  found: PlacedRange,
  kept: KeptCells,
  sorted: NonNullable<KeptCells['sorted']>,
): PlacedRange {
  const { sheet, linked } = found;
  const { back, forth, then } = follow(decideUnsort(found, sorted), found);
  const by = {
    run: 'undo',
    at: new Date().toISOString(),
    by: Session.getEffectiveUser().getEmail(),
  };
  const rows = found.place.rows - 1;
  saveRecord(found, { ...linked, refreshing: { ...by, rows, last: null } });
  if (back) sortRows(back, { sheet, id: linked.id });
  const now = { ...found, linked: then.linked };
  try {
    return write(now, follow(decideUndo(now, kept), now), kept);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (forth) sortRows(forth, { sheet, id: linked.id });
    saveRecord(found, linked);
    throw error;
  }
}

interface KeptOptions {
  options: RangeOptions;
  /** What could be taken back before. */
  undo: RangeUndo | null;
}

/** Keeps other options of a range, and the ones before for an undo. Throws Problem: not_found, range_obstructed. */
export function keepOptions(spreadsheet: Spreadsheet, id: string, options: RangeOptions): void {
  const found = findRange(spreadsheet, id);
  const { linked } = found;
  const undo = nextUndo(linked, new Date().toISOString(), 'options');
  const before: KeptOptions = { options: linked.options, undo: linked.undo };
  if (JSON.stringify(options) === JSON.stringify(linked.options)) {
    changeOptions(spreadsheet, found, { options, undo: linked.undo });
    return;
  }
  changeOptions(spreadsheet, found, { options, undo });
  keepStep(linked, undo, JSON.stringify(before));
}

function undoOptions(spreadsheet: Spreadsheet, found: PlacedRange): Outcome {
  // Written by keepOptions above, unless its pieces were lost or changed.
  const { options, undo } = keptStep(found.linked) as unknown as KeptOptions;
  const linked = changeOptions(spreadsheet, found, { options, undo });
  const notes = ['The options are as they were before. The next refresh uses them.'];
  return { found: { ...found, linked }, changes: noChanges(), notes, warnings: [] };
}

function nothingKept(): Problem {
  return new Problem(
    'not_found',
    `There is nothing to undo: what a step replaced is kept for ${KEPT_HOURS} hours.`,
  );
}

function stepName(id: string, { step = 0 }: RangeUndo): string {
  return step === 0 ? id : `${id}.${step}`;
}

function write(found: PlacedRange, undoing: Undoing, kept: KeptCells): PlacedRange {
  const { linked, sheet } = found;
  const { prepared, mixed, done } = undoing;
  const { plan, content } = prepared;
  const at = new Date().toISOString();
  const begun = undoing.begun(at, Session.getEffectiveUser().getEmail());
  saveRecord(found, withMovingMarks(sheet, begun, plan.operations));
  executePlan({ sheet, id: linked.id, plan, content, mixed });
  restoreFormulas(sheet, undoing.formulas);
  if (linked.undo) replacedTexts.forget(stepName(linked.id, linked.undo));
  const now = { ...found, linked: done, place: plan.place };
  writeNote(now, done, firstOffset(prepared));
  const values = kept.values ?? linked.values;
  return { ...now, linked: keepValues(sheet.getParent(), now, values) };
}

function steppedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'Something else was done at this range since you looked, such as a refresh by somebody else, so nothing was undone. Look again what would be taken back.',
  );
}
