// What is doubtful about a refresh, in sentences: whether the rows may go, which columns are the range's, and which
// rows those are beside which a person keeps something.
import { columnName } from '../cells/cell-name.ts';
import type { LinkedRange } from '../linked-range.ts';
import { NAMED_CELLS } from './changes.ts';
import type { PresentColumn } from './layout/present-columns.ts';
import type { OwnColumns } from './around/own-columns.ts';
import { MODES } from './modes.ts';
import type { RefreshPlan } from './plan/plan.ts';
import type { Prepared } from './prepare.ts';

export const ASKED_ABOUT = [
  /** That all rows go, or most of many. */
  'fewRows',
  /** Which columns are the range's, and where its header belongs. */
  'columns',
  /** How rows are found again beside which something of the person's stands. */
  'ownRows',
  /** Cells that somebody typed over. */
  'editedCells',
  /** Columns that go although formulas refer to them. */
  'removedColumns',
  /** That what is replaced is too much to be kept. */
  'noUndo',
] as const;

export type AskedAbout = (typeof ASKED_ABOUT)[number];

/** Why a person is asked. */
export interface Reason {
  about: AskedAbout;
  says: string;
}

/** From so many rows on it is strange when more than half of them go. */
const MANY_ROWS = 20;

/** That all rows go, or most of many: a query that suddenly gives nothing is more often broken than right. */
export function fewRowsReasons(
  { rowCount, refreshing, refreshed, options }: LinkedRange,
  { content }: Pick<Prepared, 'content'>,
): Reason[] {
  const coming = content.rows.length;
  const isReplaced = MODES[options.mode].rows !== 'added' && !content.truncated && !refreshing;
  // Other rows are shown because the person has just chosen others.
  if (options.filter.length > 0 && refreshed?.etag === '') return [];
  const isFew = coming === 0 ? rowCount > 0 : rowCount >= MANY_ROWS && coming * 2 < rowCount;
  if (!isReplaced || !isFew) return [];
  const gives = coming === 0 ? 'no rows' : rowWords(coming);
  const says = `The query gives ${gives} now; ${rowWords(rowCount)} stand here. The others would go.`;
  return [{ about: 'fewRows', says }];
}

/** What may put something of the person's where it does not belong. */
export function doubtsOf(prepared: Prepared): Reason[] {
  return [
    ...columnReasons(prepared).map((says): Reason => ({ about: 'columns', says })),
    ...standingReasons(prepared).map((says): Reason => ({ about: 'ownRows', says })),
  ];
}

// Where the range's columns are not told for sure, or its header row.
function columnReasons({ doubts, headerGone, around }: Prepared): string[] {
  const reasons: string[] = [];
  const nameOf = ({ offset }: PresentColumn) => columnName(around.place.column + offset);
  if (headerGone && !headerGone.isSure) {
    reasons.push(
      'The header of this range is not there any more, and its first row looks like one of the result. Going on puts the header back above it.',
    );
  } else if (headerGone?.isTorn) {
    reasons.push(
      'The header cells of this range were deleted, and its rows moved up by one. Going on moves them down again; what stands beside them stays where it is.',
    );
  }
  for (const column of doubts.unsure) {
    reasons.push(
      `The header of ${column.written} is gone, and nobody can tell for sure which column it was. Going on writes it into column ${nameOf(column)}.`,
    );
  }
  for (const column of doubts.takenOut) {
    reasons.push(
      `The cells of ${column.written} are not in column ${nameOf(column)} any more. Going on writes them there again; to do without them, leave the column out in the options of this range.`,
    );
  }
  return reasons;
}

// What may put something of the person's beside a row that it does not belong to, or leave it beside a dead one.
function standingReasons({ standing, edited, plan }: Prepared): string[] {
  if (standing === null) return [];
  const { key, unfound, ownRows, twice, emptied } = standing;
  const reasons = sharedReasons(standing.own, plan);
  const names = key.columns.map(({ label }) => label).join(' and ');
  if (key.by === 'guess' && !standing.isSure) {
    reasons.push(
      `You keep something beside these rows, and rows come, go or change their order. They would be told apart by ${names}: your cells stay beside the row of the same ${names}. Not by these? Then leave it, and choose others in the options of this range.`,
    );
  }
  if (key.lost) {
    reasons.push(
      `Rows are told apart by ${key.lost.join(' and ')}, which does not name each row of this result once. Only a row that is as it was would be found again.`,
    );
  }
  if (twice.length > 0) {
    reasons.push(
      `You keep something beside several rows that have the same ${names}: ${named(twice)}. Only one of them can be the row of the result.`,
    );
  }
  if (emptied.length > 0) {
    reasons.push(
      `The rows beside which you keep ${named(emptied)} were emptied, and nobody can tell any more which rows those were. Going on fills an emptied range from its top, in the order of the query.`,
    );
  }
  const few = unfound.length * 2 > ownRows;
  if (unfound.length > 0 && (few || edited)) {
    reasons.push(
      `${unfound.length} of the ${ownRows} rows beside which you keep something are not in the result any more: ${named(unfound.flat())}. They would stay, grey and struck through.`,
    );
  }
  return reasons;
}

// Rows that come or go move such a column with this range, and away from the rows of the other one.
function sharedReasons({ shared, filled }: OwnColumns, { operations }: RefreshPlan): string[] {
  const used = shared.filter((column) => filled.some((columns) => columns.includes(column)));
  const moves = operations.some(
    (one) => (one.do === 'insertRows' || one.do === 'deleteRows') && one.reach !== 'sheet',
  );
  if (used.length === 0 || !moves) return [];
  return [
    `What you keep in column ${used.map(columnName).join(', ')} touches another result too. Rows come or go, and it stays beside the rows of this result, not of the other one. To keep it beside the other, leave this, and put an empty column between them.`,
  ];
}

function named(cells: string[]): string {
  const more = cells.length - NAMED_CELLS;
  return `${cells.slice(0, NAMED_CELLS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function rowWords(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}
