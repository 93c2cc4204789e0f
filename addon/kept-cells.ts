// Keeps the cells that a refresh replaces, for its undo: in Google's cache of the spreadsheet, for six
// hours, where they take no cell and nobody sees them.
import type { Cell } from '../domain/cell.ts';
import type { LinkedColumn, Refreshed } from '../domain/linked-range.ts';

/** As long as Google's cache keeps anything. */
export const KEPT_HOURS = 6;
/** A value of the cache holds 100 KB; a character takes at most three bytes. */
const PIECE_CHARACTERS = 33_000;
/** More than this is not kept: it would take too long to write. */
const MOST_CHARACTERS = 6_000_000;

/** What a range was before a refresh, as far as that refresh changed it. */
export interface KeptCells {
  columns: LinkedColumn[];
  refreshed: Refreshed | null;
  rowCount: number;
  /** Data rows before, and where they stand now. */
  rows: number;
  present: (number | null)[];
  /** The cells of replaced rows, each with the index of its row. */
  cells: [number, Cell[]][];
  /** Rows, as they are now, that got the mark of a gone key or lost it. */
  marks: { row: number; gone: boolean }[];
}

/** Keeps them for the range `id`; false when they are too many. */
export function keepCells(id: string, kept: KeptCells): boolean {
  const text = JSON.stringify({ ...kept, present: packed(kept.present) });
  if (text.length > MOST_CHARACTERS) return false;
  const pieces: Record<string, string> = {};
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
    pieces[pieceKey(id, from / PIECE_CHARACTERS)] = text.slice(from, from + PIECE_CHARACTERS);
  }
  pieces[countKey(id)] = String(Math.ceil(text.length / PIECE_CHARACTERS));
  cache().putAll(pieces, KEPT_HOURS * 3600);
  return true;
}

/** What was kept for the range; null when it is not there any more. */
export function keptCells(id: string): KeptCells | null {
  const count = Number(cache().get(countKey(id)) ?? 0);
  if (count === 0) return null;
  const keys = Array.from({ length: count }, (_, index) => pieceKey(id, index));
  const pieces = cache().getAll(keys) as Record<string, string>;
  const text = keys.map((key) => pieces[key] ?? '');
  if (text.includes('')) return null;
  // Written by keepCells above.
  const kept = JSON.parse(text.join('')) as Omit<KeptCells, 'present'> & { present: Packed };
  return { ...kept, present: unpacked(kept.present) };
}

/** Forgets what was kept for the range. */
export function forgetCells(id: string): void {
  cache().remove(countKey(id));
}

// Positions come in runs: [where, from, count], or [where, null, count] for rows that are new.
type Packed = [number, number | null, number][];

function packed(present: (number | null)[]): Packed {
  const runs: Packed = [];
  present.forEach((index, row) => {
    const last = runs[runs.length - 1];
    const follows = last && index === (last[1] === null ? null : last[1] + last[2]);
    if (last && follows) last[2] += 1;
    else runs.push([row, index, 1]);
  });
  return runs;
}

function unpacked(runs: Packed): (number | null)[] {
  return runs.flatMap(([, index, count]) =>
    Array.from({ length: count }, (_, step) => (index === null ? null : index + step)),
  );
}

function cache(): GoogleAppsScript.Cache.Cache {
  const found = CacheService.getDocumentCache();
  if (found) return found;
  throw new Error('The add-on runs outside of a spreadsheet.');
}

function countKey(id: string): string {
  return `sheetfeed ${id}`;
}

function pieceKey(id: string, index: number): string {
  return `sheetfeed ${id} ${index}`;
}
