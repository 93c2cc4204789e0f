// What is kept at a range as requests: its record, the note on its header, its status line.
import {
  freshnessText,
  hasFreshness,
  noteWith,
  statusLine,
} from '../../domain/linked-range-note.ts';
import { rangeName, type LinkedRange } from '../../domain/linked-range.ts';
import { recordText } from '../../domain/record/record-text.ts';
import { lateFrom } from '../../domain/schedule.ts';
import { TEXT_FORMAT } from '../../domain/cells/cell.ts';
import { cellThen } from '../../domain/refresh/around/moved-cells.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { Request } from '../google/spreadsheet.ts';
import { formatData } from './cell-data.ts';
import { gridOf } from './places.ts';
import { keptText, type Shape, type ShapedRange } from './shape.ts';

/** The text that a record has when it is kept. */
export function textKept({ tab, metadata }: ShapedRange, linked: LinkedRange): string {
  return keptText(recordText(linked), tab, metadata);
}

/** Keeps what a record says now. */
export function recordRequest(range: ShapedRange, linked: LinkedRange): Request {
  const { metadataId } = range.metadata;
  return {
    updateDeveloperMetadata: {
      dataFilters: [{ developerMetadataLookup: { metadataId: metadataId ?? 0 } }],
      developerMetadata: { metadataValue: textKept(range, linked) },
      fields: 'metadataValue',
    },
  };
}

/**
 * Requests that are refused, and their whole batch with them, where the record is not what it was when it was read: then an
 * add-on has written meanwhile, or is about to.
 */
export function recordGuard({ metadata }: Pick<ShapedRange, 'metadata'>): Request[] {
  const { metadataId = 0, metadataKey = '', metadataValue = '' } = metadata;
  const lookup = { metadataId, metadataValue };
  const visibility = metadata.visibility ?? 'DOCUMENT';
  // The first tab's id, 0, is left out.
  const location = { sheetId: metadata.location?.sheetId ?? 0 };
  const developerMetadata = { metadataId, metadataKey, metadataValue, visibility, location };
  return [
    { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: lookup } } },
    { createDeveloperMetadata: { developerMetadata } },
  ];
}

export interface Noted {
  tab: number;
  /** The range as it stands when its turn comes, and the notes on its header. */
  place: Place;
  notes: string[];
  timeZone: string;
  /** The offset of the first column that is ours; null: where the note is. */
  at: number | null;
}

/** Brings the note on the first header cell up to date. */
export function noteRequests(
  { tab, place, notes, timeZone, at }: Noted,
  linked: LinkedRange,
): Request[] {
  const target = at ?? Math.max(0, notes.findIndex(hasFreshness));
  return notes.flatMap((note, offset): Request[] => {
    // A person who moved the first column moved our note with it: there it would grow old.
    if (offset !== target && !hasFreshness(note)) return [];
    const wanted = noteWith(note, offset === target ? freshnessText(linked, timeZone) : null);
    if (wanted === note) return [];
    const cell = { row: place.row, column: place.column + offset, rows: 1, columns: 1 };
    const values = wanted === '' ? [{}] : [{ note: wanted }];
    return [{ updateCells: { range: gridOf(tab, cell), fields: 'note', rows: [{ values }] } }];
  });
}

/** The notes of a header, of so many columns, once columns have come at its end and others have gone. */
export function notesAfter(
  notes: string[],
  place: Place,
  then: Place,
  operations: Operation[],
): string[] {
  const left = [...notes];
  for (const operation of operations) {
    if (operation.do === 'deleteColumns') {
      left.splice(operation.column - place.column, operation.count);
    }
  }
  return Array.from({ length: then.columns }, (_, offset) => left[offset] ?? '');
}

/** Brings the status line up to date, where the range has one and nobody deleted it. */
export function statusRequests(
  shape: Shape,
  linked: LinkedRange,
  operations: Operation[],
): Request[] {
  if (!linked.options.statusLine) return [];
  const named = shape.names.find(({ name }) => name === `sheetfeed_status_${linked.id}`);
  if (!named?.place) return [];
  const late = lateFrom(linked.schedule, shape.timeZone);
  const { content, format } = statusLine(linked, late, shape.timeZone);
  const cell = {
    userEnteredValue: format === TEXT_FORMAT ? { stringValue: content } : { formulaValue: content },
    userEnteredFormat: formatData(format),
  };
  const isHere = shape.names.some(
    ({ name, tab }) => name === rangeName(linked.id) && tab === named.tab,
  );
  // A row that is copied takes no name along.
  const moves = isHere ? operations.filter((one) => one.do !== 'copyRow') : [];
  const at = cellThen(named.place, moves);
  if (at === null) return [];
  const range = gridOf(named.tab, { ...named.place, ...at });
  const fields = 'userEnteredValue,userEnteredFormat.numberFormat';
  return [{ updateCells: { range, fields, rows: [{ values: [cell] }] } }];
}
