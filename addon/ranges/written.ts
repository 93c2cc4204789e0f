// What came of a write, and what is kept of it at the range.
import type { Content } from '../../domain/cells/content.ts';
import type { RefreshChanges } from '../../domain/refresh/changes.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';
import type { Target } from '../../domain/refresh/layout/rows.ts';
import { writtenText } from '../../domain/refresh/layout/written-cells.ts';
import { writtenTexts } from '../google/kept-texts.ts';
import { writeNote } from './notes.ts';
import { bringRecordHome, saveRecord } from './records.ts';
import type { PlacedRange } from './records.ts';

/** What a refresh, an insert or an undo did. */
export interface Outcome {
  /** The range as it is now. */
  found: PlacedRange;
  changes: RefreshChanges;
  /** Sentences that the person should read. */
  notes: string[];
  /** What was lost or left out, in sentences. */
  warnings: string[];
}

interface Written {
  plan: RefreshPlan;
  content: Content;
  targets: Target[];
  /** Where the first of the range's own columns stands; null: where its note is. */
  firstOffset: number | null;
}

/** Notes at a range, as its record says it is now, that it was written, and remembers what its cells hold. */
export function keepWritten(found: PlacedRange, written: Written): void {
  const { linked } = found;
  writeNote(found, linked, written.firstOffset);
  saveRecord(found, linked);
  bringRecordHome(found);
  const text = writtenText(linked, written.plan, written);
  if (text !== null) writtenTexts.keep(linked.id, text);
}
