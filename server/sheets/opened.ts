// A linked range of a spreadsheet, opened to be refreshed: where it stands now, and its tab as the rules of a refresh read it.
import { Problem } from '../../domain/problem.ts';
import type { Spreadsheet } from '../google/spreadsheet.ts';
import { headerRow, readAnchors, type Anchor } from './anchors.ts';
import type { KnownMarks } from './known-marks.ts';
import { Picture } from './picture.ts';
import type { OpenedTab } from './reads.ts';
import { rangeIn, readShape, recordsIn, type Shape, type ShapedRange } from './shape.ts';

export interface Opened extends OpenedTab {
  spreadsheet: Spreadsheet;
  shape: Shape;
  range: ShapedRange;
  anchors: Anchor[];
  /** Where the marks are kept for the next time; absent: they are not. */
  marks?: KnownMarks;
}

/** Reads where a range stands; its marks only where `marks` does not know them. Throws Problem: not_found, range_lost, spreadsheet_not_shared. */
export async function openRange(
  spreadsheet: Spreadsheet,
  id: string,
  marks?: KnownMarks,
): Promise<Opened> {
  const shape = await readShape(spreadsheet);
  const range = rangeIn(shape, spreadsheet.id, id);
  const { tab, place } = range;
  const known = marks?.find({ spreadsheet, id }, tab.id, place);
  const anchors = known ?? (await readAnchors(spreadsheet, id));
  const picture = new Picture(spreadsheet, tab, place);
  return {
    ...{ spreadsheet, shape, range, anchors, tab, picture },
    headerMark: headerRow(anchors, tab.id),
    ...(marks && { marks }),
  };
}

/** Longer than six minutes no script of Google's runs. */
const LONGEST_WRITE_MS = 6.5 * 60_000;

/** Throws Problem sheet_busy while somebody else writes into the tab of the range. */
export function refuseBusy(
  { shape, range }: Opened,
  { now, run }: { now: number; run: string },
): void {
  const busy = recordsIn(shape).find(({ linked: { refreshing }, tab }) => {
    if (tab.id !== range.tab.id || refreshing === null || refreshing.run === run) return false;
    if (refreshing.until !== undefined) return now < Date.parse(refreshing.until);
    return now - Date.parse(refreshing.at) < LONGEST_WRITE_MS;
  });
  if (!busy) return;
  const detail = `${busy.linked.title} is being refreshed in this tab just now, by ${busy.linked.refreshing?.by ?? 'somebody'}.`;
  throw new Problem('sheet_busy', detail, { retryAfterSeconds: 15 });
}
