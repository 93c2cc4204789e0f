// What a spreadsheet looks like but for its cells: tabs, names, merges, protections, and the records of linked ranges.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { sheets_v4 } from '@googleapis/sheets';
import type { Place } from '../../domain/cells/place.ts';
import { RECORD_KEY, rangeName } from '../../domain/linked-range.ts';
import { readRecord } from '../../domain/record/record-text.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { bytesOfText, textOfBytes } from '../../domain/packed-bytes.ts';
import { Problem } from '../../domain/problem.ts';
import {
  tabOf,
  type Metadata,
  type NamedRange,
  type Spreadsheet,
  type Tab,
} from '../google/spreadsheet.ts';
import { placeOf } from './places.ts';

export interface ShapedTab extends Tab {
  /** A chart, or a connected data source, has no cells. */
  isGrid: boolean;
  merges: Place[];
  protections: Protection[];
  /** Where a filter stands that may hide rows. */
  hiding: Place | null;
  metadata: Metadata[];
}

export interface Protection {
  /** Null is the whole tab. */
  place: Place | null;
  unprotected: Place[];
  mayEdit: boolean;
  editors: string[];
}

export interface NamedPlace {
  id: string;
  name: string;
  /** Null where its cells were deleted. */
  tab: number;
  place: Place | null;
}

export interface Shape {
  title: string;
  locale: string;
  timeZone: string;
  tabs: ShapedTab[];
  names: NamedPlace[];
}

/** A linked range where it stands, with what keeps its record. */
export interface ShapedRange {
  linked: LinkedRange;
  place: Place;
  tab: ShapedTab;
  /** Of its record, and of its named range. */
  metadata: Metadata;
  name: NamedPlace;
}

const FIELDS =
  'properties(title,locale,timeZone),namedRanges,sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,protectedRanges,basicFilter,developerMetadata)';

/** One read. */
export async function readShape(spreadsheet: Spreadsheet): Promise<Shape> {
  const { properties, sheets = [], namedRanges = [] } = await spreadsheet.get(FIELDS);
  const tabs = sheets.map(shapedTab);
  return {
    title: properties?.title ?? '',
    locale: properties?.locale ?? 'en_US',
    timeZone: properties?.timeZone ?? 'Etc/GMT',
    tabs,
    names: namedRanges.map((named) => namedPlaceOf(named, tabs)),
  };
}

function shapedTab(sheet: sheets_v4.Schema$Sheet): ShapedTab {
  const tab = tabOf(sheet);
  return {
    ...tab,
    isGrid: (sheet.properties?.sheetType ?? 'GRID') === 'GRID',
    merges: (sheet.merges ?? []).map((range) => placeOf(range, tab)),
    protections: (sheet.protectedRanges ?? []).map((one) => protectionOf(one, tab)),
    hiding: hidingFilter(sheet, tab),
    metadata: sheet.developerMetadata ?? [],
  };
}

function hidingFilter({ basicFilter }: sheets_v4.Schema$Sheet, tab: Tab): Place | null {
  const { range, criteria, filterSpecs } = basicFilter ?? {};
  const hides = Object.keys(criteria ?? {}).length + (filterSpecs ?? []).length > 0;
  return range && hides ? placeOf(range, tab) : null;
}

function protectionOf(one: sheets_v4.Schema$ProtectedRange, tab: Tab): Protection {
  const { range, unprotectedRanges, requestingUserCanEdit, warningOnly, editors } = one;
  const isWhole = range?.startRowIndex === undefined && range?.startColumnIndex === undefined;
  return {
    place: isWhole ? null : placeOf(range, tab),
    unprotected: (unprotectedRanges ?? []).map((free) => placeOf(free, tab)),
    mayEdit: requestingUserCanEdit === true || warningOnly === true,
    editors: editors?.users ?? [],
  };
}

function namedPlaceOf(
  { namedRangeId, name, range }: sheets_v4.Schema$NamedRange,
  tabs: ShapedTab[],
): NamedPlace {
  // An emptied one has an empty range; the first tab's id, 0, is left out of a full one.
  const isEmptied = !range || Object.keys(range).every((key) => key === 'sheetId');
  const tab = tabs.find(({ id }) => id === (range?.sheetId ?? 0));
  return {
    id: namedRangeId ?? '',
    name: name ?? '',
    tab: range?.sheetId ?? 0,
    place: isEmptied || !tab ? null : placeOf(range, tab),
  };
}

/** Where a name of a tab stands now; null where it has no cells there any more. One read. */
export async function namedPlace(
  spreadsheet: Spreadsheet,
  tab: ShapedTab,
  id: string,
): Promise<Place | null> {
  const { namedRanges = [] } = await spreadsheet.get('namedRanges');
  return placeIn(
    namedRanges.find(({ namedRangeId }) => namedRangeId === id),
    tab,
  );
}

/** Where a name stands in a tab; null where it does not. */
export function placeIn(named: NamedRange | undefined, tab: ShapedTab): Place | null {
  return named ? namedPlaceOf(named, [tab]).place : null;
}

/** All records of the spreadsheet that can be read. */
export function recordsIn({
  tabs,
}: Shape): { linked: LinkedRange; tab: ShapedTab; metadata: Metadata }[] {
  return tabs.flatMap((tab) =>
    tab.metadata
      .filter(({ metadataKey }) => metadataKey === RECORD_KEY)
      .flatMap((metadata) => {
        const linked = readRecord(recordTextOf(metadata.metadataValue ?? ''));
        return linked ? [{ linked, tab, metadata }] : [];
      }),
  );
}

/** A linked range of the spreadsheet by its id. Throws Problem: not_found, range_lost. */
export function rangeIn(shape: Shape, spreadsheet: string, id: string): ShapedRange {
  const name = shape.names.find((one) => one.name === rangeName(id));
  const kept = recordsIn(shape).filter(({ linked }) => linked.id === id);
  // A duplicated tab has a copy of the record: the true one is with the tab that has the named range.
  const record = kept.find(({ tab }) => tab.id === name?.tab) ?? kept[0];
  if (!record || record.linked.spreadsheet !== spreadsheet) throw gone();
  const tab = shape.tabs.find((one) => one.id === name?.tab);
  if (!name?.place || !tab) throw lost();
  return { linked: record.linked, metadata: record.metadata, place: name.place, tab, name };
}

function gone(): Problem {
  const detail =
    'This linked range is not in the spreadsheet any more. Its tab may have been deleted.';
  return new Problem('not_found', detail);
}

function lost(): Problem {
  const detail =
    'The linked range is gone from its tab: its rows or its name were deleted. Nothing was changed. Open the sidebar in the spreadsheet, which finds it again where its header row is still there, or insert the query again.';
  return new Problem('range_lost', detail);
}

/** What a packed text begins with; a record itself is JSON. */
const PACKED = 'z';
/** As the add-on has it (addon/ranges/kept-records.ts). */
const LONG_CHARACTERS = 6_000;
/** Google keeps 30,000 characters of a tab. */
const MOST_CHARACTERS = 29_500;
const MOST_UNPACKED_BYTES = 4_000_000;

function recordTextOf(text: string): string {
  if (!text.startsWith(PACKED)) return text;
  const bytes = bytesOfText(text.slice(PACKED.length));
  if (!bytes) return '';
  try {
    const options = { maxOutputLength: MOST_UNPACKED_BYTES };
    return gunzipSync(Uint8Array.from(bytes), options).toString('utf8');
  } catch {
    return '';
  }
}

/** The text of a record as it is kept beside the others of its tab: packed where room is scarce. */
export function keptText(text: string, { metadata }: ShapedTab, own: Metadata): string {
  const others = metadata.filter(({ metadataId }) => metadataId !== own.metadataId);
  const used = others.reduce(
    (sum, one) => sum + (one.metadataKey ?? '').length + (one.metadataValue ?? '').length,
    RECORD_KEY.length,
  );
  if (text.length <= LONG_CHARACTERS && used + text.length <= MOST_CHARACTERS) return text;
  return PACKED + textOfBytes([...gzipSync(text)]);
}
