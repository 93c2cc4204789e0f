// How wide a column must be to show all of its texts; how wide Google's fonts are is not known here.
import { displayValue } from './display.ts';
import type { WorkbookModel } from './model.ts';
import type { Sheet } from './sheet.ts';

const pixels = { margin: 7, character: 7, wide: 13 };

/** Characters of China, Japan and Korea, which take twice the room. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Undefined for an empty column, which stays as wide as usual. */
export function fittingWidth(
  workbook: WorkbookModel,
  sheet: Sheet,
  column: number,
): number | undefined {
  let widest = 0;
  sheet.forEachCell({ ...sheet.everything, left: column, right: column }, (cell) => {
    const text = displayValue(workbook, cell);
    const most = text.length * pixels.wide;
    if (most <= widest) return;
    const twice = text.match(wide)?.length ?? 0;
    widest = Math.max(widest, (text.length - twice) * pixels.character + twice * pixels.wide);
  });
  return widest === 0 ? undefined : widest + pixels.margin;
}
