// Which rows are written in one go: rows that differ, and those between them where writing these again
// costs less than another call, or where the calls would become too many.
import type { Target } from '../layout/rows.ts';

/** Cells that are written in vain rather than make another call to Google's services. */
const CELLS_PER_CALL = 200;
/** More blocks than this are joined: a refresh of up to a page makes the same calls however many rows it has. */
const MOST_BLOCKS = 20;
/** The same of a larger range: a call costs some 100 ms, a thousand cells that are written in vain less. */
const MOST_BLOCKS_LARGE = 80;
/** The rows of a page of a result. */
const PAGE_ROWS = 20_000;
/** In a larger range no more than this share of its cells is written to save calls, */
const SMALL_SHARE = 0.1;
/** unless so many blocks would be left that they take minutes. */
const MOST_BLOCKS_EVER = 1_000;
/** Of a batch of the Sheets API, where each costs some hundred characters. */
const MOST_BLOCKS_EXACT = 5_000;

export interface Block {
  /** The index of its first data row. */
  from: number;
  results: number[];
}

/** Rows that are written in one go; `gap` rows after the span before, of which all may be written again. */
interface Span {
  from: number;
  to: number;
  gap: number | null;
}

interface Widths {
  /** Columns that are written. */
  columns: number;
  /** Columns of the range. */
  width: number;
  /** What differs is written and nothing between: one batch takes many blocks, and people may be at work beside them. */
  exact: boolean;
}

/** The blocks that hold all rows in `dirty` (ascending indexes of targets that are rows of the result). */
export function blocksOf(dirty: number[], targets: Target[], widths: Widths): Block[] {
  const spans = spansOf(dirty, targets);
  const closed = gapsToClose(spans, targets.length, widths);
  const blocks: { from: number; to: number }[] = [];
  spans.forEach(({ from, to }, index) => {
    const last = blocks[blocks.length - 1];
    if (last && closed.has(index)) last.to = to;
    else blocks.push({ from, to });
  });
  return blocks.map(({ from, to }) => ({ from, results: resultsOf(targets.slice(from, to + 1)) }));
}

function spansOf(dirty: number[], targets: Target[]): Span[] {
  const spans: Span[] = [];
  for (const row of dirty) {
    const last = spans[spans.length - 1];
    if (last && last.to + 1 === row) last.to = row;
    else {
      const between = last ? targets.slice(last.to + 1, row) : null;
      const isResults = between?.every((target) => typeof target === 'number') ?? false;
      spans.push({ from: row, to: row, gap: isResults && between ? between.length : null });
    }
  }
  return spans;
}

function gapsToClose(spans: Span[], rows: number, { columns, width, exact }: Widths): Set<number> {
  if (exact && spans.length <= MOST_BLOCKS_EXACT) return new Set();
  const differing = spans.reduce((sum, { from, to }) => sum + (to - from + 1) * columns, 0);
  const small = rows <= PAGE_ROWS;
  const few = small ? Infinity : rows * width * SMALL_SHARE - differing;
  const blocks = small ? MOST_BLOCKS : MOST_BLOCKS_LARGE;
  const closed = narrowestGaps(spans, columns, { cells: few, blocks });
  if (spans.length - closed.size <= MOST_BLOCKS_EVER) return closed;
  return narrowestGaps(spans, columns, { cells: Infinity, blocks });
}

// The spans that are joined with the one before, so that at most so many cells are written in vain.
function narrowestGaps(
  spans: Span[],
  columns: number,
  most: { cells: number; blocks: number },
): Set<number> {
  const gaps = spans.flatMap(({ gap }, index) => (gap === null ? [] : [{ gap, index }]));
  gaps.sort((one, other) => one.gap - other.gap);
  const closed = new Set<number>();
  let inVain = 0;
  for (const { gap, index } of gaps) {
    const cells = gap * columns;
    const isCheap = cells <= CELLS_PER_CALL || spans.length - closed.size > most.blocks;
    inVain += cells;
    if (!isCheap || inVain > most.cells) break;
    closed.add(index);
  }
  return closed;
}

function resultsOf(targets: Target[]): number[] {
  return targets.filter((target): target is number => typeof target === 'number');
}
