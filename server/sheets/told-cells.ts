// Tells at the cells of a sheet table that the server reads which of them do not fit, in notes, as the add-on does where it
// publishes; each goes when its cell is mended. Where the server may only read, the table says it alone.
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { BadCell } from '../../domain/contract/sheet-tables/sheet-table.ts';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import { cellAt } from '../../domain/sheet-tables/cell-address.ts';
import {
  asksToMend,
  mendText,
  noteToMend,
  type Waiting,
} from '../../domain/sheet-tables/cell-note.ts';
import { isTabLike } from '../../domain/sheet-tables/tab-pattern.ts';
import { areaNamed, isWholeTab } from '../../domain/sheet-tables/table-range.ts';
import type { KnownTable } from '../catalog/sheet-tables/sheet-tables.ts';
import type { Google } from '../google/google.ts';
import { GoogleRefusal } from '../google/refusal.ts';
import { Spreadsheet, type About, type CellData, type Request } from '../google/spreadsheet.ts';
import type { FoundCells, TellCells } from '../runs/fresh-tables.ts';
import { queriesThatRead, type ReadingParts } from '../runs/reading-queries.ts';
import { anchorRequests, forgetRequests, guardRequests, type Anchor } from './anchors.ts';
import { gridOf } from './places.ts';

export type ToldCellsParts = ReadingParts & { google: Google };

/** Nobody waits for it. */
const WITHIN_MS = 30_000;
/** So long a spreadsheet that may not be written is left alone. */
const REFUSED_MS = 10 * 60_000;
/** What a batch changes at most; the next reading does the rest. */
const MOST_CELLS = 40;
/** What is told where every cell fits. */
const NONE = '[]';

/** Tells what readings find. It throws what Google says of a spreadsheet that may be written, and could not be. */
export function cellsToldBy(parts: ToldCellsParts): TellCells {
  const told = new ToldCells(parts);
  return (found) => told.tell(found);
}

class ToldCells {
  readonly #parts: ToldCellsParts;
  readonly #refused = new LRUCache<string, true>({ max: 1_000, ttl: REFUSED_MS });
  /** What was told last, by the tables' names: at each run the same may be wrong. */
  readonly #told = new LRUCache<string, string>({ max: 1_000 });
  /** What of each table waits for its turn: the last that was found. */
  readonly #waiting = new Map<string, FoundCells & { wasKnown: boolean }>();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: ToldCellsParts) {
    this.#parts = parts;
  }

  /** One after the other, so that the last that was found is what stands there. Who comes while one waits has no turn of their own. */
  tell(found: FoundCells): Promise<void> {
    const { name, failed, rows } = found.table;
    const before = this.#waiting.get(name);
    const isKnown = (failed?.badCount ?? 0) > 0 || (rows?.leftOut ?? 0) > 0;
    this.#waiting.set(name, { ...found, wasKnown: isKnown || before?.wasKnown === true });
    if (before !== undefined) return Promise.resolve();
    const done = this.#turn.then(() => this.#tellLast(name));
    this.#turn = done.catch(() => {});
    return done;
  }

  async #tellLast(name: string): Promise<void> {
    const last = this.#waiting.get(name);
    this.#waiting.delete(name);
    if (last !== undefined) await this.#tell(last, last.wasKnown);
  }

  async #tell({ table, place, badCells }: FoundCells, wasKnown: boolean): Promise<void> {
    const { google } = this.#parts;
    const { id } = place.spreadsheet;
    const wasTold = wasKnown || (this.#told.get(table.name) ?? NONE) !== NONE;
    const print = JSON.stringify(badCells.map(({ cell, shown }) => [cell, shown]));
    const isNothing = badCells.length === 0 && !wasTold;
    if (google.own === null || this.#refused.has(id) || isNothing) return;
    if (this.#told.get(table.name) === print) return;
    this.#told.set(table.name, print);
    const spreadsheet = new Spreadsheet(google, google.own, id, AbortSignal.timeout(WITHIN_MS));
    try {
      await this.#tellIn(spreadsheet, { table, place, badCells }, wasTold);
    } catch (error) {
      this.#told.delete(table.name);
      if (!(error instanceof Problem) || error.code !== 'spreadsheet_not_shared') throw error;
      this.#refused.set(id, true);
    }
  }

  async #tellIn(spreadsheet: Spreadsheet, found: FoundCells, wasTold: boolean): Promise<void> {
    const about = await spreadsheet.about();
    const waiting = await this.#waitingFor(found.table, about);
    const wanted = found.badCells.flatMap((cell): WantedNote[] => {
      const at = cellAt(cell.url);
      return at === null ? [] : [{ ...at, bad: cell, text: mendText(cell, waiting) }];
    });
    const isBad = ({ tabId, place }: NotedCell) =>
      wanted.some((one) => one.tabId === tabId && isSame(one.place, place));
    const mended = wasTold
      ? (await toldCells(spreadsheet, found, about)).filter((one) => !isBad(one))
      : [];
    const changes = [...mended.map((one) => ({ ...one, bad: null, text: null })), ...wanted];
    await changeNotes(spreadsheet, changes.slice(0, MOST_CELLS));
  }

  // Everybody who edits the spreadsheet reads a note: it names no query that is not open to everybody.
  async #waitingFor(
    { name, title, publisher, rows, badRows }: KnownTable,
    { timeZone }: About,
  ): Promise<Waiting> {
    const queries = await queriesThatRead(this.#parts, name, () => true);
    const open = queries.filter((one) => one.open);
    return {
      ...{ title, timeZone, rowsAt: rows?.at ?? null, isLeftOut: badRows === 'leave_out' },
      queries: open.map((one) => one.title),
      others: queries.length - open.length,
      publisher: publisher.name || publisher.email,
      // Of a sheet that the server reads nobody sees rows from before a bad cell.
      isRead: true,
    };
  }
}

interface NotedCell {
  tabId: number;
  place: Place;
}

interface WantedNote extends NotedCell {
  /** Null: ours goes. */
  bad: BadCell | null;
  text: string | null;
}

const isSame = (one: Place, other: Place) => one.row === other.row && one.column === other.column;

const NOTES = 'sheets(properties(sheetId),data(startRow,startColumn,rowData.values(note)))';

/** The cells of the table that carry a note of ours. */
async function toldCells(
  spreadsheet: Spreadsheet,
  { place }: FoundCells,
  { tabs }: About,
): Promise<NotedCell[]> {
  const area = areaNamed(place.range);
  const columns = isWholeTab(area)
    ? {}
    : { startColumnIndex: area.column - 1, endColumnIndex: area.lastColumn };
  const ids = tabs.flatMap(({ id, title }) => {
    const isIts = place.tabs === undefined ? id === place.tabId : isTabLike(place.tabs, title);
    return isIts ? [id] : [];
  });
  const filters = ids.map((sheetId) => ({
    gridRange: { sheetId, startRowIndex: area.row - 1, ...columns },
  }));
  if (filters.length === 0) return [];
  const { sheets = [] } = await spreadsheet.getBy(filters, NOTES);
  return sheets.flatMap(({ properties, data = [] }) =>
    data.flatMap(({ rowData = [], startRow, startColumn }) =>
      rowData.flatMap(({ values = [] }, down) =>
        values.flatMap(({ note }, right): NotedCell[] => {
          if (!asksToMend(note ?? '')) return [];
          const at = { row: (startRow ?? 0) + down + 1, column: (startColumn ?? 0) + right + 1 };
          return [{ tabId: properties?.sheetId ?? 0, place: { ...at, rows: 1, columns: 1 } }];
        }),
      ),
    ),
  );
}

/**
 * Changes them where the cells still are, and still hold what was read: marks on their rows and columns have the batch
 * refused where something came or went meanwhile. Then the next reading tells.
 */
async function changeNotes(
  spreadsheet: Spreadsheet,
  changes: readonly WantedNote[],
): Promise<void> {
  if (changes.length === 0) return;
  const id = `mend${randomUUID().replaceAll('-', '')}`;
  const marks = changes.map(({ tabId: tab, place }) => anchorRequests([], { tab, id, place }));
  const anchors: Anchor[] = marks.flatMap((one) => one.anchors);
  await spreadsheet.write(marks.flatMap(({ requests }) => requests));
  try {
    const cells = await cellsAt(spreadsheet, changes);
    const requests = changes.flatMap((change, nr) => noteRequest(change, cells[nr] ?? {}));
    if (requests.length > 0) await spreadsheet.write([...guardRequests(anchors, id), ...requests]);
  } catch (error) {
    if (!(error instanceof GoogleRefusal)) throw error;
  } finally {
    await spreadsheet.write(forgetRequests(id));
  }
}

const CELL =
  'sheets(properties(sheetId),data(startRow,startColumn,rowData.values(note,formattedValue,effectiveValue)))';

/** Each by itself, in their order. */
function cellsAt(spreadsheet: Spreadsheet, changes: readonly WantedNote[]): Promise<CellData[]> {
  return Promise.all(
    changes.map(async ({ tabId, place }) => {
      const { sheets } = await spreadsheet.getBy([{ gridRange: gridOf(tabId, place) }], CELL, 1);
      return sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0] ?? {};
    }),
  );
}

function noteRequest({ tabId, place, bad, text }: WantedNote, cell: CellData): Request[] {
  const note = cell.note ?? '';
  if (bad !== null && !isShown(cell, bad)) return [];
  const wanted = noteToMend(note, text);
  if (wanted === note) return [];
  const values = wanted === '' ? [{}] : [{ note: wanted }];
  return [{ updateCells: { range: gridOf(tabId, place), fields: 'note', rows: [{ values }] } }];
}

// Somebody may have mended it since it was read. A long text is told shortened.
function isShown({ formattedValue, effectiveValue }: CellData, { shown }: BadCell): boolean {
  const { stringValue, numberValue, boolValue, errorValue } = effectiveValue ?? {};
  const held = String(stringValue ?? numberValue ?? boolValue ?? '');
  if (errorValue) return true;
  const begins = shown.endsWith('…') && held.startsWith(shown.slice(0, -1));
  return (
    begins ||
    held.toLowerCase() === shown.toLowerCase() ||
    formattedValue === shown ||
    typeof numberValue === 'number'
  );
}
