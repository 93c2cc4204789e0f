// Which rows are written in one go: rows that differ, and the few between them where writing those
// again costs less than another call.
import type { Target } from './rows.ts';

/** Cells that may be written in vain to save one call to Google's services. */
const CELLS_PER_CALL = 200;
/** More blocks than this are joined, so that a refresh ends in time. */
const MOST_BLOCKS = 1_000;

export interface Block {
  /** The index of its first data row. */
  from: number;
  results: number[];
}

/** The blocks that hold all rows in `dirty` (ascending indexes of targets that are rows of the result). */
export function blocksOf(dirty: number[], targets: Target[], columns: number): Block[] {
  let gap = Math.max(1, Math.floor(CELLS_PER_CALL / Math.max(1, columns)));
  let spans = joined(dirty, targets, gap);
  while (spans.length > MOST_BLOCKS && gap < targets.length) {
    gap *= 2;
    spans = joined(dirty, targets, gap);
  }
  return spans.map(({ from, to }) => ({ from, results: resultsOf(targets.slice(from, to + 1)) }));
}

function joined(dirty: number[], targets: Target[], gap: number): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const row of dirty) {
    const last = spans[spans.length - 1];
    if (last && row - last.to - 1 <= gap && onlyResults(targets, last.to, row)) last.to = row;
    else spans.push({ from: row, to: row });
  }
  return spans;
}

function onlyResults(targets: Target[], from: number, to: number): boolean {
  for (let row = from + 1; row < to; row += 1) if (typeof targets[row] !== 'number') return false;
  return true;
}

function resultsOf(targets: Target[]): number[] {
  return targets.filter((target): target is number => typeof target === 'number');
}
