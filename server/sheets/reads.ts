// Answers the rules of a refresh from Google's answers, awaiting each: the second of those who drive them.
import { isRangeName } from '../../domain/linked-range.ts';
import { overlap, type Place } from '../../domain/cells/place.ts';
import { takenBy } from '../../domain/refresh/plan/taken-values.ts';
import { NO_BACKGROUND, UNFORMATTED } from '../../domain/refresh/sheet.ts';
import type {
  Answers,
  CellRule,
  Read,
  ReadOf,
  Rules,
  TabFormulas,
} from '../../domain/refresh/sheet.ts';
import type { CellData, Spreadsheet } from '../google/spreadsheet.ts';
import { columnMarks, tabMarks } from './column-marks.ts';
import { chartCells, coveredPlaces } from './covered-places.ts';
import { isBlankCell, type Picture } from './picture.ts';
import { isWithin } from './places.ts';
import { relativeFormula } from './relative-formula.ts';
import type { Shape, ShapedTab } from './shape.ts';

/** A tab that is read, as it was when its shape was. */
export interface OpenedTab {
  spreadsheet: Spreadsheet;
  shape: Shape;
  tab: ShapedTab;
  picture: Picture;
  /** The row of the mark on the header of the range; null where it has none. */
  headerMark: number | null;
}

/** Follows rules to their end, and answers what they ask when Google has answered. */
export async function followLater<T>(rules: Rules<T>, tab: OpenedTab): Promise<T> {
  const readers = readersOf(tab);
  let step = rules.next();
  while (!step.done) {
    try {
      step = rules.next(await answer(step.value, readers));
    } catch (error) {
      rules.return(undefined as T);
      throw error;
    }
  }
  return step.value;
}

type Readers = { [Kind in Read['read']]: (read: ReadOf<Kind>) => Promise<Answers[Kind]> };

function answer<Kind extends Read['read']>(
  read: ReadOf<Kind>,
  readers: Readers,
): Promise<Answers[Kind]> {
  const kind = read.read as Kind;
  return readers[kind](read);
}

function readersOf({ spreadsheet, shape, tab, picture, headerMark }: OpenedTab): Readers {
  const each = async <T>({ place }: { place: Place }, read: (cell: CellData) => T) =>
    (await picture.cells(place)).map((row) => row.map(read));
  return {
    range: async ({ place }) => rangeCells(place, picture),
    cells: ({ place }) => picture.values(place),
    texts: (read) => each(read, shownIn),
    formulas: (read) => each(read, formulaIn),
    formulasR1C1: async (read) => relativeIn(await each(read, formulaIn), read.place),
    numberFormats: (read) => each(read, formatIn),
    fontColors: (read) => each(read, colorIn),
    backgrounds: (read) => each(read, backgroundIn),
    notes: (read) => each(read, ({ note }) => note ?? ''),
    blank: async (read) => !(await each(read, isBlankCell)).flat().includes(false),
    rules: async ({ place }) => rulesIn(await picture.cells(place), place, spreadsheet),
    merges: async ({ place }) => tab.merges.filter((merge) => overlap(merge, place)),
    editors: async ({ place }) => editorsOf(tab, place),
    otherRanges: async ({ place }) => otherRanges(shape, tab, place),
    namedPlaces: async () =>
      shape.names.flatMap(({ place, tab: at }) => (place && at === tab.id ? [place] : [])),
    coveredPlaces: () => coveredPlaces(spreadsheet, shape, tab),
    chartCells: () => chartCells(spreadsheet, tab),
    hidesRows: async ({ place }) => tab.hiding !== null && overlap(tab.hiding, place),
    tab: async ({ what }) => {
      if (what === 'rows') return tab.rows;
      if (what === 'columns') return tab.columns;
      return (await picture.edges())[what];
    },
    locale: async () => shape.locale,
    tabName: async () => tab.title,
    tabNames: async () => shape.tabs.map(({ title }) => title),
    spreadsheetCells: async () =>
      shape.tabs.reduce((sum, one) => sum + (one.isGrid ? one.rows * one.columns : 0), 0),
    allFormulas: () => allFormulas(spreadsheet, tab),
    // Only the add-on remembers that, and only for itself.
    written: async () => null,
    headerMark: async () => headerMark,
    columnMarks: ({ range }) => columnMarks(spreadsheet, tab.id, range),
    tabMarks: () => tabMarks(spreadsheet, tab.id, shape.names),
  };
}

function relativeIn(formulas: string[][], { row, column }: Place): string[][] {
  return formulas.map((texts, down) =>
    texts.map((text, across) => text && relativeFormula(text, row + down, column + across)),
  );
}

async function rangeCells(place: Place, picture: Picture): Promise<Answers['range']> {
  const [header = []] = await picture.cells({ ...place, rows: 1 });
  const data = { ...place, row: place.row + 1, rows: place.rows - 1 };
  // A header cell holds a text; what a person made of one is read as it is shown.
  const texts = header.map((cell) => cell.effectiveValue?.stringValue ?? shownIn(cell));
  return { header: texts, rows: data.rows > 0 ? await picture.values(data) : [] };
}

/** Parts from 0 to 1; Google leaves those of 0 out. */
type Rgb = Partial<Record<'red' | 'green' | 'blue', number | null>>;

const shownIn = ({ formattedValue }: CellData): string => formattedValue ?? '';
const formulaIn = ({ userEnteredValue }: CellData): string => userEnteredValue?.formulaValue ?? '';

function formatIn({ effectiveFormat }: CellData): string {
  const { type, pattern } = effectiveFormat?.numberFormat ?? {};
  return pattern ?? (type === 'TEXT' ? '@' : UNFORMATTED);
}

function colorIn({ effectiveFormat }: CellData): string {
  const { foregroundColorStyle, foregroundColor } = effectiveFormat?.textFormat ?? {};
  return hexOf(foregroundColorStyle?.rgbColor ?? foregroundColor ?? {});
}

// What a person gave it, without alternating colours and what a rule lights.
function backgroundIn({ userEnteredFormat }: CellData): string {
  const { backgroundColorStyle, backgroundColor } = userEnteredFormat ?? {};
  const color = backgroundColorStyle?.rgbColor ?? backgroundColor;
  return color ? hexOf(color) : NO_BACKGROUND;
}

function hexOf({ red, green, blue }: Rgb): string {
  const part = (share: number | null | undefined) =>
    Math.round((share ?? 0) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${part(red)}${part(green)}${part(blue)}`;
}

/** What the API calls conditions, and SpreadsheetApp, by whose words they are known. */
const KINDS: Record<string, string> = {
  ...{ ONE_OF_LIST: 'VALUE_IN_LIST', BOOLEAN: 'CHECKBOX', NUMBER_EQ: 'NUMBER_EQUAL_TO' },
  ...{ NUMBER_GREATER: 'NUMBER_GREATER_THAN', NUMBER_LESS: 'NUMBER_LESS_THAN' },
  NUMBER_GREATER_THAN_EQ: 'NUMBER_GREATER_THAN_OR_EQUAL_TO',
  NUMBER_LESS_THAN_EQ: 'NUMBER_LESS_THAN_OR_EQUAL_TO',
  ...{ NUMBER_BETWEEN: 'NUMBER_BETWEEN', DATE_IS_VALID: 'DATE_IS_VALID_DATE' },
};

async function rulesIn(
  cells: CellData[][],
  place: Place,
  spreadsheet: Spreadsheet,
): Promise<CellRule[]> {
  const rules: CellRule[] = [];
  const lists = new Map<string, string[]>();
  for (const [down, row] of cells.entries()) {
    for (const [across, { dataValidation: rule }] of row.entries()) {
      if (rule?.strict !== true) continue;
      const type = rule.condition?.type ?? '';
      const values = (rule.condition?.values ?? []).map((one) => one.userEnteredValue ?? '');
      const at = { row: place.row + down, column: place.column + across, rows: 1, columns: 1 };
      if (type === 'ONE_OF_RANGE') {
        const [range = ''] = values;
        const listed = lists.get(range) ?? (await shownValues(spreadsheet, range));
        lists.set(range, listed);
        rules.push({ place: at, takes: { what: 'oneOf', values: listed } });
        continue;
      }
      const given = type === 'ONE_OF_LIST' ? [values] : values;
      const takes = takenBy(KINDS[type] ?? '', given, 'Etc/UTC');
      if (takes) rules.push({ place: at, takes });
    }
  }
  return rules;
}

async function shownValues(spreadsheet: Spreadsheet, formula: string): Promise<string[]> {
  const range = formula.replace(/^=/, '').replaceAll('$', '');
  const [values = []] = await spreadsheet.values([range], 'FORMATTED_VALUE');
  return values.flat().map(String);
}

function editorsOf({ protections }: ShapedTab, place: Place): string[] | null {
  const closed = protections.find(
    (one) =>
      !one.mayEdit &&
      (one.place === null || overlap(one.place, place)) &&
      !one.unprotected.some((free) => isWithin(place, free)),
  );
  return closed ? closed.editors : null;
}

function otherRanges({ names }: Shape, tab: ShapedTab, { row, column }: Place): Place[] {
  return names
    .filter(({ name, tab: id }) => isRangeName(name) && id === tab.id)
    .flatMap(({ place }) => (place ? [place] : []))
    .filter((other) => other.row !== row || other.column !== column);
}

const FORMULAS =
  'sheets(properties(sheetId,title,sheetType),data(startRow,startColumn,rowData.values.userEnteredValue.formulaValue))';

async function allFormulas(spreadsheet: Spreadsheet, own: ShapedTab): Promise<TabFormulas[]> {
  const { sheets = [] } = await spreadsheet.get(FORMULAS);
  return sheets
    .filter(({ properties }) => (properties?.sheetType ?? 'GRID') === 'GRID')
    .map(({ properties, data }) => ({
      tab: properties?.title ?? '',
      own: (properties?.sheetId ?? 0) === own.id,
      formulas: (data?.[0]?.rowData ?? []).map(({ values }) => (values ?? []).map(formulaIn)),
    }));
}
