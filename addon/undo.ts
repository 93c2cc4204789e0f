// Takes the last refresh of a range back, where nobody changed the range since.
import type { LinkedRange } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { keptCells, keptText } from '../domain/refresh/undo/kept-cells.ts';
import type { KeptCells } from '../domain/refresh/undo/kept-cells.ts';
import { firstOffset } from '../domain/refresh/refresh.ts';
import { decideUndo } from '../domain/refresh/undo/undo.ts';
import type { Undoing } from '../domain/refresh/undo/undo.ts';
import { KEPT_HOURS, parsedOrNull } from './google/cache.ts';
import { replacedTexts } from './google/kept-texts.ts';
import { writeNote } from './ranges/notes.ts';
import { placedRange, saveRecord } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { keepValues } from './ranges/settings.ts';
import type { Outcome } from './ranges/written.ts';
import { executePlan } from './sheet/execute.ts';
import { restoreFormulas, restoreOwnCells } from './sheet/own-cells.ts';
import { follow } from './sheet/reads.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Keeps what a refresh is about to replace; false when it is too much. */
export function keepReplaced(id: string, kept: KeptCells): boolean {
  const text = keptText(kept);
  if (text !== null) replacedTexts.keep(id, text);
  return text !== null;
}

/** Takes the last refresh back. Throws Problem: not_found, sheet_changed, range_protected. */
export function undoLast(spreadsheet: Spreadsheet, id: string): Outcome {
  const found = placedRange(spreadsheet, id);
  const kept = replacedCells(found.linked);
  const undoing = follow(decideUndo(found, kept), found);
  const now = write(found, undoing, kept);
  const changes = {
    ...undoing.prepared.plan.changes,
    ...{ cellsEditedByHand: 0, formulasReferring: [], unchanged: false },
  };
  return { found: now, changes, notes: ['The last refresh was undone.'], warnings: [] };
}

function replacedCells({ id, undo }: LinkedRange): KeptCells {
  const kept = undo && keptCells(parsedOrNull(replacedTexts.of(id)));
  if (kept) return kept;
  throw new Problem(
    'not_found',
    `There is nothing to undo: the values before a refresh are kept for ${KEPT_HOURS} hours.`,
  );
}

function write(found: PlacedRange, undoing: Undoing, kept: KeptCells): PlacedRange {
  const { linked, sheet } = found;
  const { prepared, mixed, done } = undoing;
  const { plan, content } = prepared;
  const at = new Date().toISOString();
  saveRecord(found, undoing.begun(at, Session.getEffectiveUser().getEmail()));
  executePlan({ sheet, id: linked.id, plan, content, mixed });
  restoreFormulas(sheet, undoing.formulas);
  if (undoing.restoresOwn) restoreOwnCells(sheet, plan.place, kept.own);
  replacedTexts.forget(linked.id);
  const now = { ...found, linked: done, place: plan.place };
  writeNote(now, done, firstOffset(prepared));
  const values = kept.values ?? linked.values;
  return { ...now, linked: keepValues(sheet.getParent(), now, values) };
}
