// Lights in the sheet what the last refresh of a range changed, until the next one, where the person asks for it.
import { Problem } from '../domain/problem.ts';
import { changedPlaces } from '../domain/refresh/lit-cells.ts';
import { keptCells } from '../domain/refresh/undo/kept-cells.ts';
import { placedRange, saveRecord } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { light, putOut } from './sheet/lit-rule.ts';
import { follow } from './sheet/reads.ts';
import { keptStep } from './undo/undo.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Lights the cells, or takes the light away. Throws Problem: not_found, sheet_changed. */
export function lightChanged(
  spreadsheet: Spreadsheet,
  { id, on }: { id: string; on: boolean },
): PlacedRange {
  const found = placedRange(spreadsheet, id);
  if (!on) return darkened(found);
  const places = placesIn(found);
  light(found.sheet, id, places);
  const linked = { ...found.linked, lit: true as const };
  saveRecord(found, linked);
  return { ...found, linked };
}

/** The range without what was lit of it, which is to be saved by whoever asks. */
export function unlit(found: PlacedRange): PlacedRange {
  if (!found.linked.lit) return found;
  putOut(found.sheet, found.linked.id);
  const { lit: _lit, ...linked } = found.linked;
  return { ...found, linked };
}

function darkened(found: PlacedRange): PlacedRange {
  const dark = unlit(found);
  saveRecord(found, dark.linked);
  return dark;
}

function placesIn(found: PlacedRange) {
  const { undo } = found.linked;
  // What is kept for its undo tells what it changed.
  const kept = undo && undo.of === undefined ? keptCells(keptStep(found.linked)) : null;
  if (kept === null) {
    const detail = 'What the last refresh changed is not known any more, so nothing is lit.';
    throw new Problem('not_found', detail);
  }
  const places = follow(changedPlaces(found, kept), found);
  if (places === null) {
    const detail =
      'Cells of this range were changed or moved after the refresh, so nobody can tell which of them it changed. Nothing is lit.';
    throw new Problem('sheet_changed', detail);
  }
  if (places.length === 0) {
    throw new Problem('not_found', 'The last refresh took rows away and changed no other cell.');
  }
  return places;
}
