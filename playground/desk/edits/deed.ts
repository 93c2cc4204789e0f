// What one edit of the person at the keyboard is: how to do it, and what must be known to take it back.
import type { Area as Cells } from '../../protocol.ts';
import { a1Of, areaAt, type Area } from '../../simulator/workbook/area.ts';
import type { Deed } from '../../simulator/workbook/history/history.ts';
import type { Workbook } from '../../simulator/workbook/workbook.ts';

export interface Doing extends Deed {
  act: () => void;
  /** Cells that must not be protected against the person. */
  writes?: Area;
  /** Whether what is written must be what the cells allow. */
  enters?: boolean;
}

export function rectangle({ row, column, rows, columns }: Cells): Area {
  return areaAt(row, column, rows, columns);
}

/** An edit that rewrites cells of one area, and nothing else of the grid. */
export function rewriting(
  workbook: Workbook,
  { tab, area, verb }: { tab: number; area: Area; verb: string },
  act: () => void,
): Doing {
  const sheet = workbook.sheet(tab);
  const grows = area.bottom > sheet.size.rows || area.right > sheet.size.columns;
  const stretch = { sheet, from: area.top, to: area.bottom, rewritten: area };
  return {
    name: `${verb} ${a1Of(area)}`,
    reach: grows ? { everything: true, shifting: null } : [stretch],
    place: { sheetId: tab, area },
    writes: area,
    act,
  };
}

/** Without what is not given. */
export function given<T extends object>(
  some: T,
): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const known = Object.entries(some).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [key in keyof T]?: Exclude<T[key], undefined> };
}
