// Developer metadata: key and value attached to the spreadsheet, a tab, a row or a column.
import { SheetsError } from '../errors.ts';
import { shiftSpan, type Shift } from './structure.ts';

export type MetadataPlace =
  | { on: 'spreadsheet' }
  | { on: 'sheet'; sheetId: number }
  /** `from` and `to` are rows or columns; Google attaches metadata to whole ones only. */
  | { on: 'rows' | 'columns'; sheetId: number; from: number; to: number };

export interface Metadata {
  id: number;
  key: string;
  value: string;
  visibility: 'DOCUMENT' | 'PROJECT';
  place: MetadataPlace;
}

/** Characters of keys and values for the spreadsheet, and for each tab (Sheets API guide on metadata). */
const limit = 30_000;

export class MetadataStore {
  list: Metadata[] = [];
  nextId = 1;

  add(metadata: Omit<Metadata, 'id'>): Metadata {
    const added = { ...metadata, id: this.nextId };
    this.check(added, [...this.list, added]);
    this.nextId++;
    this.list.push(added);
    return added;
  }

  change(metadata: Metadata, change: Partial<Metadata>): void {
    const changed = { ...metadata, ...change };
    this.check(
      changed,
      this.list.map((one) => (one === metadata ? changed : one)),
    );
    Object.assign(metadata, change);
  }

  remove(metadata: Metadata): void {
    this.list = this.list.filter((one) => one !== metadata);
  }

  /** Rows and columns keep theirs when they move, and take it along when they are deleted. */
  shift(shift: Shift): void {
    if (shift.span) return;
    this.list = this.list.flatMap((metadata) => {
      const { place } = metadata;
      if (place.on !== shift.axis || place.sheetId !== shift.sheetId) return metadata;
      const moved = shiftSpan(place.from, place.to, shift);
      if (!moved) return [];
      metadata.place = { ...place, from: moved[0], to: moved[1] };
      return metadata;
    });
  }

  removeSheet(sheetId: number): void {
    this.list = this.list.filter(({ place }) => !('sheetId' in place && place.sheetId === sheetId));
  }

  private check(changed: Metadata, all: Metadata[]): void {
    const store = storeOf(changed);
    const size = all
      .filter((one) => storeOf(one) === store)
      .reduce((sum, { key, value }) => sum + key.length + value.length, 0);
    if (changed.key === '') throw new SheetsError('Developer metadata key must not be empty.');
    if (size > limit) {
      throw new SheetsError(
        `The developer metadata exceeds the maximum total size of ${limit} characters.`,
      );
    }
  }
}

function storeOf({ place }: Metadata): number | 'spreadsheet' {
  return place.on === 'spreadsheet' ? 'spreadsheet' : place.sheetId;
}
