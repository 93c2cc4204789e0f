// Developer metadata as the Sheets API writes it, and what its lookups match.
import { intersection, type Area } from '../../workbook/area.ts';
import type { Metadata, MetadataPlace } from '../../workbook/metadata.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import type {
  DataFilter,
  DeveloperMetadata,
  MetadataLocation,
  MetadataLookup,
} from '../messages/places.ts';
import { placeOf } from '../ranges/a1.ts';
import { cellsOf, dimensionRangeOf, gridOf, stretchOf, type Cells } from '../ranges/grid.ts';

const locationTypes = {
  spreadsheet: 'SPREADSHEET',
  sheet: 'SHEET',
  rows: 'ROW',
  columns: 'COLUMN',
} as const;

export function metadataOf({ id, key, value, visibility, place }: Metadata): DeveloperMetadata {
  return {
    metadataId: id,
    metadataKey: key,
    ...(value === '' ? {} : { metadataValue: value }),
    location: locationOf(place),
    visibility,
  };
}

function locationOf(place: MetadataPlace): MetadataLocation {
  const locationType = locationTypes[place.on];
  if (place.on === 'spreadsheet') return { locationType, spreadsheet: true };
  if (place.on === 'sheet') {
    return { locationType, ...(place.sheetId === 0 ? {} : { sheetId: place.sheetId }) };
  }
  return { locationType, dimensionRange: dimensionRangeOf({ ...place, axis: place.on }) };
}

/** Where new metadata goes. Throws what Google answers for more than one row, or for no place. */
export function placeOfLocation(
  workbook: Workbook,
  location: MetadataLocation = {},
): MetadataPlace {
  const { spreadsheet, sheetId, dimensionRange } = location;
  if (spreadsheet) return { on: 'spreadsheet' };
  if (!dimensionRange) return { on: 'sheet', sheetId: gridOf(workbook, sheetId).id };
  const { sheet, axis, from, to } = stretchOf(workbook, dimensionRange);
  if (to > sheet.size[axis]) throw invalid('The dimension range is outside of the grid.');
  if (from !== to)
    throw invalid('Developer metadata can only be associated with a single row or column.');
  return { on: axis, sheetId: sheet.id, from, to };
}

/** The metadata that a filter selects; areas select what is attached to rows or columns within them. */
export function selected(workbook: Workbook, filter: DataFilter): Metadata[] {
  const { developerMetadataLookup: lookup } = filter;
  if (lookup) return workbook.metadata.list.filter((one) => matches(workbook, one, lookup));
  const cells = cellsOfFilter(workbook, filter)[0];
  return cells ? workbook.metadata.list.filter(({ place }) => isWithin(place, cells)) : [];
}

function isWithin(place: MetadataPlace, { sheet, area }: Cells): boolean {
  if (place.on === 'spreadsheet' || place.sheetId !== sheet.id) return false;
  if (place.on === 'sheet') return true;
  return intersection(areaOf(place, sheet), area) !== null;
}

type Lines = Extract<MetadataPlace, { from: number }>;

/** All cells of the rows or columns that carry the metadata. */
function areaOf({ on, from, to }: Lines, sheet: Cells['sheet']): Area {
  return on === 'rows'
    ? { ...sheet.everything, top: from, bottom: to }
    : { ...sheet.everything, left: from, right: to };
}

function matches(workbook: Workbook, one: Metadata, lookup: MetadataLookup): boolean {
  const { metadataId, metadataKey, metadataValue, visibility, locationType } = lookup;
  if (metadataId !== undefined && metadataId !== one.id) return false;
  if (metadataKey !== undefined && metadataKey !== one.key) return false;
  if (metadataValue !== undefined && metadataValue !== one.value) return false;
  if (visibility !== undefined && visibility !== one.visibility) return false;
  if (locationType !== undefined && locationType !== locationTypes[one.place.on]) return false;
  return lookup.metadataLocation === undefined || isAt(workbook, one.place, lookup);
}

/** Exactly there, or (INTERSECTING_LOCATION, the default for places with something below) anywhere within. */
function isAt(workbook: Workbook, place: MetadataPlace, lookup: MetadataLookup): boolean {
  const { metadataLocation = {}, locationMatchingStrategy } = lookup;
  const { spreadsheet, sheetId, dimensionRange } = metadataLocation;
  const isExact = locationMatchingStrategy === 'EXACT_LOCATION';
  if (spreadsheet) return !isExact || place.on === 'spreadsheet';
  if (place.on === 'spreadsheet') return false;
  if (!dimensionRange) {
    return place.sheetId === (sheetId ?? 0) && (!isExact || place.on === 'sheet');
  }
  const { sheet, axis, from, to } = stretchOf(workbook, dimensionRange);
  if (place.on !== axis || place.sheetId !== sheet.id) return false;
  return isExact ? place.from === from && place.to === to : place.from <= to && place.to >= from;
}

/** The cells that a filter selects: of a lookup, those of each row, column or tab that it finds. */
export function cellsOfFilter(workbook: Workbook, filter: DataFilter): Cells[] {
  const { a1Range, gridRange, developerMetadataLookup } = filter;
  if (a1Range !== undefined) return [placeOf(workbook, a1Range)];
  if (gridRange) return [cellsOf(workbook, gridRange)];
  if (!developerMetadataLookup) throw invalid('Must specify a dataFilter.');
  return selected(workbook, filter).flatMap(({ place }) => {
    if (place.on === 'spreadsheet')
      return workbook.sheets.map((sheet) => ({ sheet, area: sheet.everything }));
    const sheet = workbook.sheet(place.sheetId);
    return { sheet, area: place.on === 'sheet' ? sheet.everything : areaOf(place, sheet) };
  });
}
