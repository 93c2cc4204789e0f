// Writes a decided refresh into the sheet, marked as being written before the first cell is.
import { Problem } from '../domain/problem.ts';
import type { Prepared } from '../domain/refresh/prepare.ts';
import { recordBefore } from '../domain/refresh/record.ts';
import { mixedColumns } from '../domain/refresh/refresh.ts';
import { saveRecord } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { withMovingMarks } from './sheet/moving-marks.ts';
import { executePlan } from './sheet/execute.ts';

/** Carries out a decided refresh; gives the columns that hold text in some cells. Throws Problem. */
export function writeMarked(
  found: PlacedRange,
  prepared: Prepared,
  { run, by }: { run: string; by: string },
): string[] {
  const { linked, sheet } = found;
  const { plan, content } = prepared;
  const begun = recordBefore(linked, prepared, { run, at: new Date().toISOString(), by });
  saveRecord(found, withMovingMarks(sheet, begun, plan.operations));
  try {
    const mixed = mixedColumns(linked);
    return executePlan({ sheet, id: linked.id, plan, content, mixed }).mixed;
  } catch (error) {
    // The range is as it was, and is not called incomplete.
    if (isUntouched(error)) saveRecord(found, linked);
    throw error;
  }
}

function isUntouched(error: unknown): boolean {
  return error instanceof Problem && error.extras['untouched'] === true;
}
