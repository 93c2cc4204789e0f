// Edits of a tab's rows and columns: inserting, deleting, widths, freezing, protecting.
import type { Edit } from '../../protocol.ts';
import { areaAt, columnName, type Area } from '../../simulator/workbook/area.ts';
import { fittingWidth } from '../../simulator/workbook/column-fit.ts';
import { protect } from '../../simulator/workbook/protection.ts';
import type { Workbook } from '../../simulator/workbook/workbook.ts';
import { given, rectangle, type Doing } from './deed.ts';

type Of<Kind extends Edit['do']> = Extract<Edit, { do: Kind }>;

type Axis = 'rows' | 'columns';

function across(workbook: Workbook, tab: number, axis: Axis, [at, count]: [number, number]): Area {
  const { rows, columns } = workbook.sheet(tab).size;
  return axis === 'rows' ? areaAt(at, 1, count, columns) : areaAt(1, at, rows, count);
}

const words = (axis: Axis, count: number) =>
  count === 1 ? `a ${axis === 'rows' ? 'row' : 'column'}` : `${count} ${axis}`;

export function inserting(
  workbook: Workbook,
  { do: kind, tab, before, count }: Of<'insertRows' | 'insertColumns'>,
): Doing {
  const axis = kind === 'insertRows' ? 'rows' : 'columns';
  const area = across(workbook, tab, axis, [before, count]);
  return {
    name: `inserting ${words(axis, count)}`,
    reach: { everything: true, shifting: workbook.sheet(tab) },
    place: { sheetId: tab, area },
    act() {
      // Those above a first line look like the line they push away.
      const likeAfter = before === 1;
      workbook.shift({ kind: 'insert', axis, sheetId: tab, at: before, count, likeAfter });
      workbook.select(tab, asWideAs(workbook.selections.get(tab) ?? area, area, axis));
    },
  };
}

// Of what was put in, as much is selected as was before: another line beside the cell comes next, and not beside the row.
function asWideAs(selected: Area, inserted: Area, axis: Axis): Area {
  const { top, left, bottom, right } = selected;
  return axis === 'rows' ? { ...inserted, left, right } : { ...inserted, top, bottom };
}

export function deleting(
  workbook: Workbook,
  { do: kind, tab, from, count }: Of<'deleteRows' | 'deleteColumns'>,
): Doing {
  const axis = kind === 'deleteRows' ? 'rows' : 'columns';
  const area = across(workbook, tab, axis, [from, count]);
  return {
    name: `deleting ${words(axis, count)}`,
    reach: { everything: true, shifting: workbook.sheet(tab) },
    place: { sheetId: tab, area },
    writes: area,
    act: () => workbook.shift({ kind: 'delete', axis, sheetId: tab, at: from, count }),
  };
}

export function widening(workbook: Workbook, { tab, column, pixels }: Of<'width'>): Doing {
  return widths(tab, [column, 1], () => workbook.setColumnWidth(tab, column, pixels));
}

/** As wide as the longest text in them. */
export function fitting(workbook: Workbook, { tab, from, count }: Of<'fitColumns'>): Doing {
  return widths(tab, [from, count], () => {
    workbook.engine.calculate();
    const sheet = workbook.sheet(tab);
    for (let column = from; column < from + count; column++) {
      const pixels = fittingWidth(workbook, sheet, column);
      if (pixels !== undefined)
        workbook.setColumnWidth(tab, column, Math.min(Math.max(pixels, 21), 1000));
    }
  });
}

function widths(sheetId: number, [from, count]: [number, number], act: () => void): Doing {
  const name =
    count === 1
      ? `the width of column ${columnName(from)}`
      : `the widths of columns ${columnName(from)} to ${columnName(from + count - 1)}`;
  return { name, reach: [], place: { sheetId, area: areaAt(1, from, 1, count) }, act };
}

export function freezing(workbook: Workbook, { tab, rows, columns }: Of<'freeze'>): Doing {
  return {
    name: rows === 0 || columns === 0 ? 'unfreezing' : 'freezing',
    reach: [],
    place: null,
    act: () => workbook.freeze(tab, given({ rows, columns })),
  };
}

/** Whoever protects may edit, and the spreadsheet's owner; the others are refused. */
export function protecting(
  workbook: Workbook,
  { tab, area: cells }: Of<'protect'>,
  email: string,
): Doing {
  const area = cells && rectangle(cells);
  return {
    name: 'protecting',
    reach: [],
    place: area && { sheetId: tab, area },
    act: () => void protect(workbook, workbook.sheet(tab), area, email),
  };
}

/** Takes away every protection that touches the area and that the person may take away. */
export function unprotecting(workbook: Workbook, { tab, area: cells }: Of<'unprotect'>): Doing {
  const area = rectangle(cells);
  return {
    name: 'taking a protection away',
    reach: [],
    place: { sheetId: tab, area },
    writes: area,
    act: () => workbook.unprotect(tab, area),
  };
}
