// What the server relies on where rows and columns come and go: names, formats, formulas and filters follow them.
import { TEXT_FORMAT } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { Request } from '../google/spreadsheet.ts';
import { formatRequest } from '../sheets/cell-data.ts';
import { linesOf } from '../sheets/places.ts';
import { place, REFUSED, refusedWhole, told, type Check } from './check.ts';
import { COLUMNS, ROWS, type ScratchTab } from './scratch-tab.ts';

const rowsIn = (tab: ScratchTab, row: number, count: number): Request => ({
  insertDimension: { range: linesOf(tab.id, 'ROWS', row, count), inheritFromBefore: false },
});
const rowsOut = (tab: ScratchTab, row: number, count: number): Request => ({
  deleteDimension: { range: linesOf(tab.id, 'ROWS', row, count) },
});
const ABC = [['a'], ['b'], ['c']];

export const shapeChecks: Check[] = [
  {
    what: 'A batch with one request that cannot be carried out is refused whole',
    relied: REFUSED,
    async observe(tab) {
      const refusal = await tab.refusal(tab.put(1, 1, ABC), rowsOut(tab, ROWS + 5, 1));
      return refusedWhole(refusal, { stands: await tab.values(place(1, 1, 3)), left: [] });
    },
  },
  {
    what: 'Each request of a batch meets the tab as those before it left it',
    relied: told([['a'], ['new'], ['b'], ['c']]),
    async observe(tab) {
      await tab.write(tab.put(1, 1, ABC), rowsIn(tab, 2, 1), tab.put(2, 1, [['new']]));
      return told(await tab.values(place(1, 1, 5)));
    },
  },
  {
    what: 'A name grows by rows that come within it, and shrinks by those that go',
    relied: told([
      [2, 7],
      [2, 4],
    ]),
    async observe(tab) {
      const name = await named(tab, 'grows', place(3, 1, 3, 2));
      await tab.write(rowsIn(tab, 4, 2));
      const grown = await rowsNamed(tab, name);
      await tab.write(rowsOut(tab, 4, 3));
      return told([grown, await rowsNamed(tab, name)]);
    },
  },
  {
    what: 'A name whose cells are all gone has no place any more',
    relied: 'no place',
    async observe(tab) {
      const name = await named(tab, 'goes', place(3, 1, 2, 2));
      await tab.write(rowsOut(tab, 3, 2));
      const seen = await rowsNamed(tab, name);
      return seen === null || seen[0] === seen[1] ? 'no place' : told(seen);
    },
  },
  {
    what: 'A batch that makes a tab or a name which there is already is refused whole',
    relied: told([REFUSED, REFUSED]),
    async observe(tab) {
      const name = tab.nameOf('there');
      const range = tab.grid(place(1, 1));
      const add: Request = { addNamedRange: { namedRange: { name, range } } };
      await tab.write(add);
      const sameName = await tab.refusal(tab.put(1, 1, [['a']]), add);
      const sameTitle = await tab.refusal(tab.put(1, 1, [['a']]), {
        addSheet: { properties: { title: tab.title.toUpperCase() } },
      });
      const stands = await tab.values(place(1, 1));
      return told([sameName, sameTitle].map((one) => refusedWhole(one, { stands, left: [] })));
    },
  },
  {
    what: 'A name can be given another place by its number',
    relied: told([0, 5]),
    async observe(tab) {
      const name = await named(tab, 'moves', place(3, 1, 2, 2));
      const range = tab.grid(place(1, 1, 5, 2));
      await tab.write({
        updateNamedRange: { namedRange: { namedRangeId: name, range }, fields: 'range' },
      });
      return told(await rowsNamed(tab, name));
    },
  },
  {
    what: 'Rows that come look like the row that they push down',
    relied: told(['TEXT', null]),
    async observe(tab) {
      await tab.write(formatRequest(tab.id, place(3, 1), TEXT_FORMAT), rowsIn(tab, 3, 1));
      const cells = await tab.cells(place(3, 1, 1, 2));
      return told(
        (cells[0] ?? []).map((cell) => cell.userEnteredFormat?.numberFormat?.type ?? null),
      );
    },
  },
  {
    what: 'Cells that come in some columns alone push down what stands there, and the tab grows by it',
    relied: told([`${ROWS + 1} × ${COLUMNS}`, ['last'], ['beside']]),
    async observe(tab) {
      await tab.write(
        tab.put(ROWS, 1, [['last', 'beside']]),
        { appendDimension: { sheetId: tab.id, dimension: 'ROWS', length: 1 } },
        { insertRange: { range: tab.grid(place(3, 1)), shiftDimension: 'ROWS' } },
      );
      const [pushed, stays] = [
        await tab.values(place(ROWS + 1, 1)),
        await tab.values(place(ROWS, 2)),
      ];
      return told([await tab.size(), pushed.flat(), stays.flat()]);
    },
  },
  {
    what: 'Merged cells that would be torn refuse cells that come above them',
    relied: 'refused',
    async observe(tab) {
      const range = tab.grid(place(5, 1, 1, 2));
      await tab.write({ mergeCells: { range, mergeType: 'MERGE_ALL' } });
      const insertRange = { range: tab.grid(place(3, 1)), shiftDimension: 'ROWS' };
      return (await tab.refusal({ insertRange })) === null ? 'carried out' : 'refused';
    },
  },
  {
    what: 'The last row of a tab cannot be taken out',
    relied: 'refused',
    async observe(tab) {
      return (await tab.refusal(rowsOut(tab, 1, ROWS))) === null ? 'carried out' : 'refused';
    },
  },
  {
    what: 'A formula that is copied down looks at its own row',
    relied: told(['=A1*2', '=A2*2', '=A3*2']),
    async observe(tab) {
      const rows = [{ values: [{ userEnteredValue: { formulaValue: '=A1*2' } }] }];
      const first = { range: tab.grid(place(1, 2)), fields: 'userEnteredValue', rows };
      const [source, destination] = [tab.grid(place(1, 2)), tab.grid(place(2, 2, 2))];
      await tab.write(
        { updateCells: first },
        { copyPaste: { source, destination, pasteType: 'PASTE_NORMAL' } },
      );
      const cells = await tab.cells(place(1, 2, 3));
      return told(cells.map(([cell]) => cell?.userEnteredValue?.formulaValue));
    },
  },
  {
    what: 'Looks can be copied without values, the line through a text included',
    relied: told([true, []]),
    async observe(tab) {
      const cell = { userEnteredFormat: { textFormat: { strikethrough: true } } };
      const [source, destination] = [tab.grid(place(1, 1)), tab.grid(place(2, 1))];
      await tab.write(
        tab.put(1, 1, [['x']]),
        {
          repeatCell: { range: source, cell, fields: 'userEnteredFormat.textFormat.strikethrough' },
        },
        { copyPaste: { source, destination, pasteType: 'PASTE_FORMAT' } },
      );
      const [[copied = {}] = []] = await tab.cells(place(2, 1));
      const isStruck = copied.userEnteredFormat?.textFormat?.strikethrough;
      return told([isStruck, (await tab.values(place(2, 1))).flat()]);
    },
  },
  {
    what: 'A sort takes whole rows of its range, notes included',
    relied: told([['a', 1], ['b', 2], 'of b']),
    async observe(tab) {
      const note = {
        range: tab.grid(place(1, 1)),
        fields: 'note',
        rows: [{ values: [{ note: 'of b' }] }],
      };
      const sortSpecs = [{ dimensionIndex: 1, sortOrder: 'ASCENDING' }];
      await tab.write(
        tab.put(1, 1, [
          ['b', 2],
          ['a', 1],
        ]),
        { updateCells: note },
        { sortRange: { range: tab.grid(place(1, 1, 2, 2)), sortSpecs } },
      );
      const [, [second = {}] = []] = await tab.cells(place(1, 1, 2, 1));
      return told([...(await tab.values(place(1, 1, 2, 2))), second.note]);
    },
  },
  {
    what: 'A filter takes in rows that come within it',
    relied: told([0, 7]),
    async observe(tab) {
      const range = tab.grid(place(1, 1, 5, 2));
      await tab.write({ setBasicFilter: { filter: { range } } }, rowsIn(tab, 3, 2));
      const { sheets = [] } = await tab.get('sheets(properties.sheetId,basicFilter.range)');
      const own = sheets.find(({ properties }) => properties?.sheetId === tab.id)?.basicFilter
        ?.range;
      return told([own?.startRowIndex ?? 0, own?.endRowIndex]);
    },
  },
];

/** Gives a place a name; the name's number. */
async function named(tab: ScratchTab, what: string, at: Place): Promise<string> {
  const namedRange = { name: tab.nameOf(what), range: tab.grid(at) };
  const [reply] = await tab.write({ addNamedRange: { namedRange } });
  return reply?.addNamedRange?.namedRange?.namedRangeId ?? '';
}

/** The rows of a name, from 0, the end not included; null where it has none. */
async function rowsNamed(tab: ScratchTab, id: string): Promise<[number, number] | null> {
  const { namedRanges = [] } = await tab.get('namedRanges');
  const range = namedRanges.find(({ namedRangeId }) => namedRangeId === id)?.range;
  if (typeof range?.endRowIndex !== 'number') return null;
  return [range.startRowIndex ?? 0, range.endRowIndex];
}
