// Marks on the edges of a linked range, which go with their rows and columns. They say after a write whether it landed
// where it was planned; and a batch that begins by taking them from where they were read, and putting them there again,
// is refused as a whole where a row or a column came or went meanwhile.
import { randomInt } from 'node:crypto';
import type { Place } from '../../domain/cells/place.ts';
import { HEADER_KEY } from '../../domain/linked-range.ts';
import type { Metadata, Request, Spreadsheet } from '../google/spreadsheet.ts';
import { linesOf } from './places.ts';

/** The key of the marks on the first and the last row and column. The header's is another, which both executors know. */
const EDGE_KEY = 'sheetfeed-edge';

export interface Anchor {
  metadataId: number;
  key: string;
  tab: number;
  dimension: 'ROWS' | 'COLUMNS';
  /** Of the row or column, from 1. */
  at: number;
}

/** The marks of a linked range, wherever they are. One read. */
export async function readAnchors(spreadsheet: Spreadsheet, id: string): Promise<Anchor[]> {
  const filters = [HEADER_KEY, EDGE_KEY].map((metadataKey) => ({
    developerMetadataLookup: { metadataKey, metadataValue: id },
  }));
  return (await spreadsheet.metadata(filters)).flatMap(anchorOf);
}

function anchorOf({ metadataId, metadataKey, location }: Metadata): Anchor[] {
  const lines = location?.dimensionRange;
  if (!lines) return [];
  const dimension = lines.dimension === 'COLUMNS' ? 'COLUMNS' : 'ROWS';
  const at = (lines.startIndex ?? 0) + 1;
  return [
    { metadataId: metadataId ?? 0, key: metadataKey ?? '', tab: lines.sheetId ?? 0, dimension, at },
  ];
}

/** The row of the header's mark in a tab; null where it has none. */
export function headerRow(anchors: Anchor[], tab: number): number | null {
  return anchors.find((one) => one.key === HEADER_KEY && one.tab === tab)?.at ?? null;
}

interface Edge {
  dimension: Anchor['dimension'];
  at: number;
}

function edgesOf({ row, column, rows, columns }: Place): Edge[] {
  const both = (dimension: Anchor['dimension'], first: number, count: number) =>
    [...new Set([first, first + count - 1])].map((at): Edge => ({ dimension, at }));
  return [...both('ROWS', row, rows), ...both('COLUMNS', column, columns)];
}

/** Whether a range has its marks exactly on its edges. */
export function isAnchored(anchors: Anchor[], tab: number, place: Place): boolean {
  const marks = anchors.filter(({ key }) => key === EDGE_KEY);
  const edges = edgesOf(place);
  const isHere = ({ dimension, at }: Edge) =>
    marks.some((one) => one.tab === tab && one.dimension === dimension && one.at === at);
  return marks.length === edges.length && edges.every(isHere);
}

/** Requests that are refused, and their whole batch with them, where a mark is not where it was. */
export function guardRequests(anchors: Anchor[], id: string): Request[] {
  return anchors.flatMap((anchor): Request[] => {
    const lookup = {
      metadataId: anchor.metadataId,
      metadataLocation: { dimensionRange: linesAt(anchor) },
      locationMatchingStrategy: 'EXACT_LOCATION',
    };
    return [taken(lookup), markRequest(anchor, id)];
  });
}

interface Anchored {
  tab: number;
  id: string;
  /** The range as it stands when the turn of the requests comes. */
  place: Place;
}

/** Requests that put the marks on the edges of a range, and the marks as they are then. */
export function anchorRequests(
  anchors: Anchor[],
  { tab, id, place }: Anchored,
): { requests: Request[]; anchors: Anchor[] } {
  const made = edgesOf(place).map((edge): Anchor => ({
    ...{ ...edge, tab, key: EDGE_KEY, metadataId: randomInt(1, 2 ** 31 - 1) },
  }));
  const hasEdges = anchors.some(({ key }) => key === EDGE_KEY);
  return {
    requests: [
      ...(hasEdges ? [taken({ metadataKey: EDGE_KEY, metadataValue: id })] : []),
      ...made.map((one) => markRequest(one, id)),
    ],
    anchors: [...anchors.filter(({ key }) => key !== EDGE_KEY), ...made],
  };
}

/** The mark of a header that came back; a row has its mark once. */
export function headerRequests(anchors: Anchor[], { tab, id, place }: Anchored): Request[] {
  const marks = anchors.filter(({ key }) => key === HEADER_KEY);
  const metadataId = randomInt(1, 2 ** 31 - 1);
  const header: Anchor = { key: HEADER_KEY, tab, dimension: 'ROWS', at: place.row, metadataId };
  return [
    ...(marks.length > 0 ? [taken({ metadataKey: HEADER_KEY, metadataValue: id })] : []),
    markRequest(header, id),
  ];
}

/** Takes out all marks on edges with this id. */
export function forgetRequests(id: string): Request[] {
  return [taken({ metadataKey: EDGE_KEY, metadataValue: id })];
}

function taken(developerMetadataLookup: object): Request {
  return { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup } } };
}

function markRequest(anchor: Anchor, id: string): Request {
  const { metadataId, key: metadataKey } = anchor;
  return {
    createDeveloperMetadata: {
      developerMetadata: {
        ...{ metadataId, metadataKey, metadataValue: id, visibility: 'DOCUMENT' },
        location: { dimensionRange: linesAt(anchor) },
      },
    },
  };
}

const linesAt = ({ tab, dimension, at }: Anchor) => linesOf(tab, dimension, at, 1);
