// The tab of its own that a result gets which is sent: a new one, or one that is blank. What stands in a tab is never covered.
import { randomInt } from 'node:crypto';
import { Problem } from '../../domain/problem.ts';
import { coveredAt, freeTabName, type ResultSize } from '../../domain/refresh/insertion-place.ts';
import { refuseObstacles } from '../../domain/refresh/plan/obstacles.ts';
import type { Request, Spreadsheet } from '../google/spreadsheet.ts';
import { Picture } from './picture.ts';
import { linesOf } from './places.ts';
import { followLater, type OpenedTab } from './reads.ts';
import { recordsIn, type Shape, type ShapedTab } from './shape.ts';

export interface TabWish {
  /** Made where there is none of this name. */
  name: string;
  /** A blank tab of this name is taken instead, and gets that name: who made it has shown that they may edit the spreadsheet. */
  proof: string;
}

export interface Target {
  /** What it is called from then on. */
  name: string;
  /** Null is a new one. */
  tab: ShapedTab | null;
}

/** Throws Problem range_obstructed, range_protected for a tab that holds anything, or may not be written. */
export async function targetIn(
  spreadsheet: Spreadsheet,
  shape: Shape,
  { name, proof }: TabWish,
): Promise<Target> {
  const named = tabNamed(shape, name);
  const tab = named ?? tabNamed(shape, proof) ?? null;
  if (tab) await refuseFilled({ spreadsheet, shape, tab });
  return { name: named?.title ?? name, tab };
}

/** Of tabs that differ in capitals alone Google takes one. */
export function tabNamed({ tabs }: Shape, name: string): ShapedTab | undefined {
  return tabs.find(({ title }) => title.toLowerCase() === name.toLowerCase());
}

async function refuseFilled(at: Pick<OpenedTab, 'spreadsheet' | 'shape' | 'tab'>): Promise<void> {
  const { spreadsheet, shape, tab } = at;
  const whole = { row: 1, column: 1, rows: tab.rows, columns: tab.columns };
  const linked = recordsIn(shape).find((record) => record.tab.id === tab.id)?.linked;
  if (!tab.isGrid) throw await filled(at, 'is no grid of cells');
  if (linked) throw await filled(at, `holds the linked range ${linked.title}`);
  // The whole tab is little to read, for whatever is blank at its ends Google leaves out.
  const picture = new Picture(spreadsheet, tab, { row: 1, column: 1, rows: 1, columns: 1 });
  const opened: OpenedTab = { ...at, picture, headerMark: null };
  const { lastRow, lastColumn } = await picture.edges();
  if (lastRow > 0) {
    const used = { ...whole, rows: lastRow, columns: lastColumn };
    const { covered, coveredCount } = await followLater(coveredAt(used), opened);
    const more = coveredCount - NAMED;
    const rest = more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '';
    throw await filled(at, `holds something in ${covered.slice(0, NAMED).join(', ')}${rest}`);
  }
  await followLater(refuseObstacles(whole, null), opened);
}

const NAMED = 3;

async function filled(
  { spreadsheet, shape, tab }: Pick<OpenedTab, 'spreadsheet' | 'shape' | 'tab'>,
  what: string,
): Promise<Problem> {
  const nowhere = { spreadsheet, shape, tab, headerMark: null };
  const picture = new Picture(spreadsheet, tab, { row: 1, column: 1, rows: 1, columns: 1 });
  const freeTab = await followLater(freeTabName(tab.title), { ...nowhere, picture });
  const detail = `The tab ${tab.title} ${what}, and nothing is written over it. Send to another tab (${freeTab} is free), empty that one first, or open the spreadsheet and insert the query there with the add-on.`;
  return new Problem('range_obstructed', detail, { freeTab });
}

export interface PreparedTab {
  /** The tab as it is once it is ready: from its first row on there is room that nobody has written into. */
  tab: ShapedTab;
  requests: Request[];
}

/** What Google makes of a new tab. */
const NEW_TAB = { rows: 1000, columns: 26 };

export function preparedTab({ name, tab }: Target, { rows, columns }: ResultSize): PreparedTab {
  return tab ? roomAbove(tab, name, { rows, columns }) : newTab(name, { rows, columns });
}

function newTab(title: string, size: ResultSize): PreparedTab {
  const id = randomInt(1, 2 ** 31 - 1);
  const rows = Math.max(NEW_TAB.rows, size.rows);
  const columns = Math.max(NEW_TAB.columns, size.columns);
  const gridProperties = { rowCount: rows, columnCount: columns, frozenRowCount: 1 };
  const nothing = { merges: [], protections: [], hiding: null, metadata: [], isHidden: false };
  return {
    tab: { ...nothing, id, title, index: 0, rows, columns, isGrid: true },
    requests: [{ addSheet: { properties: { sheetId: id, title, gridProperties } } }],
  };
}

// Somebody may write into it since it was looked at. Rows that come with the same batch hold nothing of anybody's: what was
// written meanwhile stands below them then, whole.
function roomAbove(tab: ShapedTab, name: string, { rows, columns }: ResultSize): PreparedTab {
  const renamed = { sheetId: tab.id, title: name };
  const missing = Math.max(0, columns - tab.columns);
  return {
    tab: { ...tab, title: name, rows: tab.rows + rows, columns: tab.columns + missing },
    requests: [
      ...(missing > 0
        ? [{ appendDimension: { sheetId: tab.id, dimension: 'COLUMNS', length: missing } }]
        : []),
      ...(tab.title === name
        ? []
        : [{ updateSheetProperties: { properties: renamed, fields: 'title' } }]),
      { insertDimension: { range: linesOf(tab.id, 'ROWS', 1, rows), inheritFromBefore: false } },
    ],
  };
}
