// Makes a linked range in a tab of its own by one batch: with the tab, its name, its record, and its cells where they fit.
import { noteOf } from '../../domain/cells/column-notes.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { ColumnNote } from '../../domain/contract/query.ts';
import { freshnessText, noteWith } from '../../domain/linked-range-note.ts';
import {
  DEFAULT_OPTIONS,
  RECORD_KEY,
  newRecord,
  rangeName,
  type LinkedRange,
  type RangeSchedule,
  type ValueSources,
} from '../../domain/linked-range.ts';
import { recordText } from '../../domain/record/record-text.ts';
import { refuseFullForTab } from '../../domain/refresh/around/spreadsheet-size.ts';
import { widthOf } from '../../domain/refresh/column-width.ts';
import { contentFor, type WholeResult } from '../../domain/refresh/content.ts';
import { placeFrom, refuseRejectedAt } from '../../domain/refresh/insertion-place.ts';
import {
  newRange,
  planNewRange,
  recordOfNew,
  withOwnFormats,
  type NewRange,
} from '../../domain/refresh/insertion.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';
import { refreshedRecord } from '../../domain/refresh/record.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Request, Spreadsheet } from '../google/spreadsheet.ts';
import { headerRequests } from './anchors.ts';
import { Picture } from './picture.ts';
import { gridOf, linesOf } from './places.ts';
import { followLater } from './reads.ts';
import { requestsOf } from './requests.ts';
import { keptText, type Shape, type ShapedTab } from './shape.ts';
import { preparedTab, type PreparedTab, type Target } from './target-tab.ts';

/** What Google recommends at most, in characters of JSON. */
const BATCH_CHARACTERS = 2_000_000;
/** Of a column of a new tab, in pixels. */
const USUAL_WIDTH = 100;
/** So long whoever finds the range without rows leaves them to whoever made it. */
const HOLDS_MS = 60_000;

export interface NewSheetRange {
  /** Of the range. */
  id: string;
  query: { slug: string; title: string; columns: readonly ColumnNote[] };
  values: ValueSources;
  result: WholeResult;
  /** Whose run it is. */
  by: string;
  schedule: RangeSchedule | null;
  now: () => number;
  mostCharacters?: number;
}

interface At {
  spreadsheet: Spreadsheet;
  shape: Shape;
  target: Target;
}

export interface MadeRange {
  linked: LinkedRange;
  tab: ShapedTab;
  /** Else its rows have still to be written, and its record says so. */
  isWhole: boolean;
}

/** All of it, or nothing. Throws Problem: sheet_full, range_protected, range_obstructed; GoogleRefusal, Unheard. */
export async function makeRange(at: At, made: NewSheetRange): Promise<MadeRange> {
  const drawn = await drawRange(at, made);
  const most = made.mostCharacters ?? BATCH_CHARACTERS;
  const whole = fitting(requestsWith(drawn, drawn.plan.operations), most);
  const linked = whole ? recordOf(drawn, made) : recordBegun(drawn, made);
  const shell = drawn.plan.operations.filter(({ do: what }) => what !== 'writeRows');
  const requests = whole ?? [...requestsWith(drawn, shell)];
  await at.spreadsheet.write([...around(drawn, at, linked), ...requests]);
  return { linked, tab: drawn.tab, isWhole: whole !== null };
}

/** Null where they are more than one batch takes well. */
function fitting(requests: Iterable<Request>, most: number): Request[] | null {
  const all: Request[] = [];
  let characters = 0;
  for (const request of requests) {
    characters += JSON.stringify(request).length;
    if (characters > most) return null;
    all.push(request);
  }
  return all;
}

/** A range as it is to be, before anything is written. */
interface Drawn extends PreparedTab {
  record: LinkedRange;
  range: NewRange;
  plan: RefreshPlan;
  /** Adds up as its requests are made. */
  mixed: string[];
  timeZone: string;
  notes: readonly ColumnNote[];
  widths: Request[];
}

async function drawRange({ spreadsheet, shape, target }: At, made: NewSheetRange): Promise<Drawn> {
  const { id, query, values, result } = made;
  const { timeZone, locale } = shape;
  const exactText = query.columns.flatMap(({ name, format }) => (format === 'text' ? [name] : []));
  const options = {
    ...DEFAULT_OPTIONS,
    exactText: exactText.filter((name) => isNumber(result, name)),
  };
  const content = contentFor(result, options, { timeZone, locale });
  const range = newRange(content, query.columns, options);
  const size = { rows: content.rows.length, columns: range.columns.length };
  const place = placeFrom({ row: 1, column: 1 }, size);
  const prepared = preparedTab(target, { rows: place.rows, columns: place.columns });
  const plan = await planned({ spreadsheet, shape, target }, { range, place, tab: prepared.tab });
  const { slug, title } = query;
  const record = newRecord({ id, spreadsheet: spreadsheet.id, slug, title, values, options });
  const widths = target.tab ? [] : widthRequests(prepared.tab, range, locale);
  return {
    ...{ ...prepared, record, range, plan, mixed: [], timeZone, notes: query.columns, widths },
  };
}

const isNumber = ({ columns }: WholeResult, name: string) =>
  columns.some((one) => one.name === name && one.type === 'number');

async function planned(
  { spreadsheet, shape, target }: At,
  { range, place, tab }: { range: NewRange; place: Place; tab: ShapedTab },
): Promise<RefreshPlan> {
  const opened = (of: ShapedTab) => {
    const picture = new Picture(spreadsheet, of, place);
    return { spreadsheet, shape, tab: of, picture, headerMark: null };
  };
  const before = target.tab ? target.tab.rows * target.tab.columns : 0;
  await followLater(refuseFullForTab(tab.rows * tab.columns - before), opened(tab));
  const plan = await followLater(planNewRange(range, place), opened(tab));
  // Rows that come take over what the first row refuses.
  if (target.tab) {
    const coming = { plan, content: range.content };
    await followLater(refuseRejectedAt(place, coming), opened(target.tab));
  }
  return plan;
}

function requestsWith(
  { tab, record, range, plan, mixed }: Drawn,
  operations: Operation[],
): Iterable<Request> {
  // It is given its name as it is made.
  const left = operations.filter(({ do: what }) => what !== 'claim');
  const part = { ...plan, operations: left };
  const { id } = record;
  return requestsOf({ tab: tab.id, name: '', id, plan: part, content: range.content, mixed });
}

function recordOf(
  { record, range, plan, mixed }: Drawn,
  { result, by, schedule }: NewSheetRange,
): LinkedRange {
  const own = { ...plan, columns: withOwnFormats(range) };
  const done = refreshedRecord(record, own, { result, by, mixed, losses: range.losses });
  return { ...done, schedule };
}

function recordBegun(
  { record, range, plan }: Drawn,
  { result, by, schedule, now }: NewSheetRange,
): LinkedRange {
  const at = new Date(now()).toISOString();
  const own = { ...plan, columns: withOwnFormats(range) };
  const begun = recordOfNew(record, own, { run: result.run, at, by });
  const until = new Date(now() + HOLDS_MS).toISOString();
  return { ...begun, refreshing: begun.refreshing && { ...begun.refreshing, until }, schedule };
}

// A name whose cells are gone stays behind, and no other may be called so.
function around(drawn: Drawn, { shape }: At, linked: LinkedRange): Request[] {
  const { tab, plan, requests, widths } = drawn;
  const name = rangeName(linked.id);
  const stray = shape.names.filter((one) => one.name === name);
  return [
    ...stray.map(({ id: namedRangeId }): Request => ({ deleteNamedRange: { namedRangeId } })),
    ...requests,
    { addNamedRange: { namedRange: { name, range: gridOf(tab.id, plan.place) } } },
    {
      createDeveloperMetadata: {
        developerMetadata: {
          ...{ metadataKey: RECORD_KEY, visibility: 'DOCUMENT', location: { sheetId: tab.id } },
          metadataValue: keptText(recordText(linked), tab, {}),
        },
      },
    },
    ...headerRequests([], { tab: tab.id, id: linked.id, place: plan.place }),
    noteRequest(drawn, linked),
    ...widths,
  ];
}

// What the author says of the columns, and how fresh it is.
function noteRequest({ tab, range, plan, timeZone, notes }: Drawn, linked: LinkedRange): Request {
  const values = range.columns.map(({ name, offset }) => {
    const description = noteOf(notes, name)?.description?.trim() ?? '';
    const note = noteWith(description, offset === 0 ? freshnessText(linked, timeZone) : null);
    return note === '' ? {} : { note };
  });
  const header = gridOf(tab.id, { ...plan.place, rows: 1 });
  return { updateCells: { range: header, fields: 'note', rows: [{ values }] } };
}

function widthRequests(tab: ShapedTab, { columns, content }: NewRange, locale: string): Request[] {
  return columns.flatMap((column): Request[] => {
    const pixelSize = widthOf(column, { content, locale });
    if (pixelSize <= USUAL_WIDTH) return [];
    const range = linesOf(tab.id, 'COLUMNS', column.offset + 1, 1);
    return [
      { updateDimensionProperties: { range, properties: { pixelSize }, fields: 'pixelSize' } },
    ];
  });
}
