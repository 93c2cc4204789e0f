// Takes rows out of a sheet that the result no longer has, with what a person keeps beside them, because they want it.
import { nextUndo } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { goingRows, decideRemoval } from '../../domain/refresh/left/removal.ts';
import type { Going, GoingRow, Removal } from '../../domain/refresh/left/removal.ts';
import { firstOffset, mixedColumns } from '../../domain/refresh/refresh.ts';
import { writtenRecord } from '../../domain/refresh/record.ts';
import { keptText } from '../../domain/refresh/undo/kept-cells.ts';
import { unlit } from '../light-changes.ts';
import { writeMarked } from '../marked-write.ts';
import { writeNote } from '../ranges/notes.ts';
import { placedAgain, placedRange, saveRecord } from '../ranges/records.ts';
import type { PlacedRange } from '../ranges/records.ts';
import { shownValues } from '../ranges/values.ts';
import { looksOf } from '../sheet/removed-cells.ts';
import { follow } from '../sheet/reads.ts';
import { keepStep } from '../undo/undo.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The rows that would go, and what stands beside them. Throws Problem: not_found, range_lost, sheet_changed. */
export function askedRows(spreadsheet: Spreadsheet, id: string): Going {
  const found = placedRange(spreadsheet, id);
  return follow(goingRows(found), found);
}

/** Takes them out, where they are what the person was shown. Throws Problem: not_found, range_lost, sheet_changed, range_protected, range_obstructed. */
export function removeRows(spreadsheet: Spreadsheet, id: string, rows: GoingRow[]): PlacedRange {
  const asFound = placedAgain(spreadsheet, placedRange(spreadsheet, id));
  const values = shownValues(spreadsheet, asFound.linked);
  const removal = follow(decideRemoval(asFound, { rows, values }), asFound);
  const found = unlit(asFound);
  const { linked } = found;
  const at = new Date().toISOString();
  keepStep(linked, nextUndo(linked, at, 'rows'), keptOf(found, removal));
  const { prepared, done } = removal;
  const by = Session.getEffectiveUser().getEmail();
  writeMarked(found, prepared, { run: 'removal', by });
  const written = writtenRecord(linked, prepared.plan, mixedColumns(linked));
  const then = { ...done(written), undo: nextUndo(linked, at, 'rows') };
  const now = { ...found, linked: then, place: prepared.plan.place };
  writeNote(now, then, firstOffset(prepared));
  saveRecord(now, then);
  return now;
}

function keptOf({ sheet, place }: PlacedRange, { kept }: Removal): string {
  const { removed } = kept;
  if (!removed) return keptText(kept) ?? refuseTooMuch();
  const rows = removed.rows.map(({ row }) => row);
  const first = rows[0] ?? 0;
  const count = (rows[rows.length - 1] ?? first) - first + 1;
  const area = {
    ...{ row: place.row + 1 + first, rows: count },
    ...{ column: place.column - removed.left, columns: removed.columns },
  };
  const looks = looksOf(
    sheet,
    area,
    rows.map((row) => row - first),
  );
  return keptText({ ...kept, removed: { ...removed, looks } }) ?? refuseTooMuch();
}

function refuseTooMuch(): never {
  throw new Problem(
    'range_obstructed',
    'These rows hold more than Google keeps for an undo, so they were not removed. Delete them in the sheet instead: Google’s own undo brings them back.',
  );
}
