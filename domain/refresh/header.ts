// Sees whether a linked range still has its header row. Where somebody deleted it, a row of the result has become the
// first one: it is read as the data that it is, and the header comes back above it.
import type { Cell } from '../cells/cell.ts';
import type { Content } from '../cells/content.ts';
import { comparable } from '../cells/fingerprint.ts';
import type { Place } from '../cells/place.ts';
import type { LinkedRange } from '../linked-range.ts';
import { NOTHING_SAID } from './around/apart.ts';
import { surroundingsOf } from './around/neighbours.ts';
import { columnsSeen } from './layout/column-prints.ts';
import type { RefreshPlan } from './plan/plan.ts';
import type { HeaderGone, RangeNow } from './prepare.ts';
import { ask } from './sheet.ts';
import type { ColumnReach, Operation, RangeCells, RowReach, Rules } from './sheet.ts';

export interface SeenRange {
  /** As it is; where the header row is gone, as though it stood in the row above. */
  now: RangeNow;
  cells: RangeCells;
  headerGone: HeaderGone | null;
}

/** Reads a range, where `known` is not what was read of it, and tells its header from its data. */
export function* seeRange(now: RangeNow, content: Content, known?: RangeCells): Rules<SeenRange> {
  const { linked, place } = now;
  const cells = known ?? (yield* ask({ read: 'range', place }));
  if (isTitled(linked, cells)) return { now, cells, headerGone: null };
  const [first = []] = yield* ask({ read: 'cells', place: { ...place, rows: 1 } });
  const header = Array<string>(place.columns).fill('');
  const lowered: RangeCells = { header, rows: [first, ...cells.rows] };
  const isSure = isWritten(linked, lowered);
  const isData = isSure || (isStrange(linked, cells) && isDataLike(first, linked, content));
  if (!isData) return { now, cells, headerGone: null };
  const movedUp = (yield* ask({ read: 'headerMark', range: linked.id })) !== null;
  const above = { ...place, row: place.row - 1, rows: place.rows + 1 };
  const isTorn = movedUp && (yield* isBeside(above));
  const headerGone = { isSure, movedUp, isTorn };
  return { now: { linked, place: above }, cells: lowered, headerGone };
}

function* isBeside(place: Place): Rules<boolean> {
  const { left, right, beside } = yield* surroundingsOf(place, NOTHING_SAID).rowNeighbours();
  return beside || left + right > 0;
}

/** The plan with the header row that comes first: all that it does is one row lower then. */
export function withHeaderRow(plan: RefreshPlan, { place }: RangeNow, tab: TabEnd): RefreshPlan {
  return {
    ...plan,
    place: { ...plan.place, row: plan.place.row + 1 },
    operations: [
      ...(tab.movedUp && tab.lastRow >= tab.rows
        ? [{ do: 'growTab' as const, rows: 1, columns: 0 }]
        : []),
      { do: 'insertRows', row: place.row + 1, count: 1, reach: reachOf(place, tab) },
      { do: 'claim', place: { ...place, row: place.row + 1 } },
      ...plan.operations.map(oneLower),
    ],
  };
}

interface TabEnd extends Pick<HeaderGone, 'movedUp'> {
  rows: number;
  lastRow: number;
}

function reachOf({ column, columns }: RangeNow['place'], { movedUp }: TabEnd): RowReach {
  return movedUp ? { fromColumn: column, columns } : 'sheet';
}

function reachLower(reach: ColumnReach): ColumnReach {
  return reach === 'sheet' ? reach : { ...reach, fromRow: reach.fromRow + 1 };
}

function oneLower(operation: Operation): Operation {
  switch (operation.do) {
    case 'growTab':
    case 'keepApart':
    case 'moveMark':
      return operation;
    case 'claim':
      return { ...operation, place: { ...operation.place, row: operation.place.row + 1 } };
    case 'insertColumns': {
      const { reach, like, within } = operation;
      const lower = like ? { like: { ...like, row: like.row + 1 } } : {};
      const rows = { ...within, row: within.row + 1 };
      return { ...operation, ...lower, within: rows, reach: reachLower(reach) };
    }
    case 'deleteColumns':
      return { ...operation, reach: reachLower(operation.reach) };
    case 'copyRow':
      return { ...operation, from: operation.from + 1, to: operation.to + 1 };
    case 'copyFormats':
    case 'fillFormulas':
      return { ...operation, from: operation.from + 1, row: operation.row + 1 };
    case 'writeHeader':
      return { ...operation, fresh: true };
    case 'markGone':
      return markLower(operation);
    case 'insertRows':
    case 'deleteRows':
    case 'formatColumns':
    case 'writeRows':
    case 'fillCells':
    case 'emptyCells':
    case 'clearNotes':
    case 'sortRows':
      return { ...operation, row: operation.row + 1 };
  }
}

function markLower(operation: Extract<Operation, { do: 'markGone' }>): Operation {
  const row = operation.row + 1;
  if (operation.gone || typeof operation.like !== 'number') return { ...operation, row };
  return { ...operation, row, like: operation.like + 1 };
}

// A header whose texts are all there, or that was only emptied, is one; during a write that was cut off anything may
// stand there.
function isTitled({ columns, refreshing }: LinkedRange, { header }: RangeCells): boolean {
  if (refreshing || columns.length === 0) return true;
  return (
    columns.every(({ label }) => header.includes(label)) || header.every((text) => text === '')
  );
}

// No text of it is one of ours, and what stands below is not what was written.
function isStrange(linked: LinkedRange, cells: RangeCells): boolean {
  const isKnown = linked.columns.some(({ label }) => cells.header.includes(label));
  return !isKnown && !isWritten(linked, cells);
}

// Most columns hold, somewhere in the range, what was last written into them.
function isWritten(linked: LinkedRange, cells: RangeCells): boolean {
  const seen = columnsSeen(linked, cells);
  const told = [...linked.columns.keys()].filter((column) => seen.holds(column, 0) !== null);
  const held = told.filter((column) =>
    cells.header.some((_, offset) => seen.holds(column, offset) === true),
  );
  return held.length * 2 > told.length;
}

// A header is text; and it says no value of the result.
function isDataLike(first: Cell[], { columns }: LinkedRange, content: Content): boolean {
  if (first.some((cell) => typeof cell !== 'string')) return true;
  const shown = columns.flatMap(({ name, kind }, offset) => {
    const source = content.columns.findIndex((column) => column.name === name);
    const text = comparable(first[offset] ?? '', kind);
    return source < 0 || text === '' ? [] : [{ source, text, kind }];
  });
  const values = shown.filter(({ source, text, kind }) =>
    content.rows.some((row) => comparable(row[source] ?? '', kind) === text),
  );
  return values.length * 2 > shown.length;
}
