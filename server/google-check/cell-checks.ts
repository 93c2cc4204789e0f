// What the server relies on of cells: that Google keeps values as they are written, and gives them back so.
import { TEXT_FORMAT } from '../../domain/cells/cell.ts';
import { formatData, formatRequest } from '../sheets/cell-data.ts';
import { place, told, type Check } from './check.ts';
import type { ScratchTab } from './scratch-tab.ts';

const TEXTS = [
  '=1+1',
  "'x",
  '+1',
  '-1-1',
  '@SUM(1)',
  '00123',
  '1/2',
  'TRUE',
  ' =1+1',
  '\uFEFF=1+1',
];
const NUMBERS = [0.1 + 0.2, 9_007_199_254_740_991, -1e-7, 1e300];
const TOO_LONG = 50_001;

export const cellChecks: Check[] = [
  {
    what: 'A text is kept letter by letter, whatever it begins with, and is no formula',
    relied: told(TEXTS),
    async observe(tab) {
      await tab.write(
        tab.put(
          1,
          1,
          TEXTS.map((text) => [text]),
        ),
      );
      const cells = await tab.cells(place(1, 1, TEXTS.length));
      return told(
        cells.map(([cell]) => cell?.userEnteredValue?.stringValue ?? cell?.userEnteredValue),
      );
    },
  },
  {
    what: 'A text under the format for texts is kept too',
    relied: told(TEXTS),
    async observe(tab) {
      const all = place(1, 1, TEXTS.length);
      await tab.write(
        tab.put(
          1,
          1,
          TEXTS.map((text) => [text]),
        ),
        formatRequest(tab.id, all, TEXT_FORMAT),
      );
      return told((await tab.values(all)).flat());
    },
  },
  {
    what: 'A number comes back to its last digit, and true is no text',
    relied: told([...NUMBERS, true]),
    async observe(tab) {
      const given = [...NUMBERS, true];
      await tab.write(
        tab.put(
          1,
          1,
          given.map((one) => [one]),
        ),
      );
      return told((await tab.values(place(1, 1, given.length))).flat());
    },
  },
  {
    what: 'A date is a number with a format, in no time zone',
    relied: told([[45_000.5], 'DATE_TIME']),
    async observe(tab) {
      const at = place(1, 1);
      await tab.write(
        tab.put(1, 1, [[45_000.5]]),
        formatRequest(tab.id, at, 'yyyy-mm-dd hh:mm:ss'),
      );
      const [[cell = {}] = []] = await tab.cells(at);
      return told([(await tab.values(at)).flat(), cell.effectiveFormat?.numberFormat?.type]);
    },
  },
  {
    what: 'A value that is left out empties the cell, and leaves its format and its note',
    relied: told([null, 'TEXT', 'kept']),
    async observe(tab) {
      const at = {
        range: tab.grid(place(1, 1)),
        fields: 'userEnteredValue,userEnteredFormat.numberFormat,note',
      };
      const cell = {
        userEnteredValue: { stringValue: 'x' },
        userEnteredFormat: formatData(TEXT_FORMAT),
      };
      await tab.write({ updateCells: { ...at, rows: [{ values: [{ ...cell, note: 'kept' }] }] } });
      await tab.write(tab.put(1, 1, [['']]));
      const [[left = {}] = []] = await tab.cells(place(1, 1));
      return told([
        left.userEnteredValue ?? null,
        left.userEnteredFormat?.numberFormat?.type,
        left.note,
      ]);
    },
  },
  {
    what: 'A text over 50,000 characters is refused, in the words that are known',
    relied: 'more than the maximum of 50000 characters',
    async observe(tab) {
      const refusal = (await tab.refusal(tab.put(1, 1, [['x'.repeat(TOO_LONG)]]))) ?? 'carried out';
      return /more than the maximum of 50000 characters/.exec(refusal)?.[0] ?? refusal;
    },
  },
  {
    what: 'The API writes into a cell whose validation would refuse a person’s value',
    relied: told(['other']),
    async observe(tab) {
      await tab.write(
        {
          setDataValidation: {
            range: tab.grid(place(1, 1)),
            rule: {
              condition: { type: 'ONE_OF_LIST', values: [{ userEnteredValue: 'one' }] },
              strict: true,
            },
          },
        },
        tab.put(1, 1, [['other']]),
      );
      return told((await tab.values(place(1, 1))).flat());
    },
  },
  {
    what: 'What is empty at the end of rows and of a range is left out, within a row it is an empty text',
    relied: told([['a'], ['', 'b']]),
    async observe(tab) {
      await tab.write(
        tab.put(1, 1, [
          ['a', '', ''],
          ['', 'b', ''],
        ]),
      );
      return told(await tab.values(place(1, 1, 4, 3)));
    },
  },
  {
    what: 'An error of a formula comes as its text with values, and as an error with cells',
    relied: told([['#DIV/0!'], 'DIVIDE_BY_ZERO']),
    async observe(tab) {
      await tab.write(formula(tab, '=1/0'));
      const [[cell = {}] = []] = await tab.cells(place(1, 1));
      return told([(await tab.values(place(1, 1))).flat(), cell.effectiveValue?.errorValue?.type]);
    },
  },
  {
    what: 'Of several places of one tab each comes as grid data of its own, with its first row and column',
    relied: told([
      [0, 0],
      [2, 3],
    ]),
    async observe(tab) {
      await tab.write(tab.put(1, 1, [['a']]), tab.put(3, 4, [['b']]));
      const fields = 'sheets.data(startRow,startColumn,rowData.values.effectiveValue)';
      const { sheets = [] } = await tab.read([place(1, 1), place(3, 4)], fields);
      const corners = sheets.flatMap(({ data = [] }) =>
        data.map(({ startRow, startColumn }) => [startRow ?? 0, startColumn ?? 0]),
      );
      return told(corners.toSorted(([a = 0], [b = 0]) => a - b));
    },
  },
];

function formula(tab: ScratchTab, text: string) {
  const rows = [{ values: [{ userEnteredValue: { formulaValue: text } }] }];
  return { updateCells: { range: tab.grid(place(1, 1)), fields: 'userEnteredValue', rows } };
}
