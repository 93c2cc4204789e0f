// Sheet tables that the server reads itself: read when a run asks for them, and shared by all runs that ask meanwhile.
import type pg from 'pg';
import type { BadCell, TablePlace } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../domain/problem.ts';
import { mayPublish, type KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import { takeReading, type TakenReading } from '../catalog/sheet-tables/readings.ts';
import type { KnownTable } from '../catalog/sheet-tables/sheet-tables.ts';
import type { Google } from '../google/google.ts';
import { readSheetCells } from '../google/sheet-cells.ts';
import { Spreadsheet } from '../google/spreadsheet.ts';
import type { Member } from '../identity/member.ts';
import type { Log } from '../log.ts';

export interface FreshTablesParts {
  /** Sheetfeed's own. */
  database: pg.Pool;
  tables: KnownTables;
  google: Google;
  now: () => Date;
  log: Log;
}

/** Is told what a reading found, by cells that do not fit; whoever waits for the rows does not wait for it. */
export type TellCells = (found: FoundCells) => Promise<void>;

export interface FoundCells {
  /** As it was before. */
  table: KnownTable;
  place: TablePlace;
  badCells: readonly BadCell[];
}

/** A run does not wait longer for Google: where it has rows from before, it says how old they are. */
const READ_WITHIN_MS = 20_000;

/** The reading that is under way for a table, and since when. */
interface Reading {
  begun: number;
  done: Promise<void>;
}

export class FreshTables {
  readonly #parts: FreshTablesParts;
  readonly #underWay = new Map<string, Reading>();
  #tellCells: TellCells = async () => {};
  readonly #next = new Map<string, Promise<void>>();
  /** When the reading began that the rows in memory agree with. */
  readonly #seen = new Map<string, number>();

  constructor(parts: FreshTablesParts) {
    this.#parts = parts;
  }

  /** Has the cells that do not fit told from now on. */
  tellBy(tellCells: TellCells): void {
    this.#tellCells = tellCells;
  }

  /**
   * Reads those of the tables that the server reads itself, unless they were read so many seconds ago. Throws Problem
   * bad_cells, range_lost, spreadsheet_not_shared; where Google does not answer, the rows from before stay.
   */
  async read(
    names: readonly string[],
    { maxAgeSeconds, user }: { maxAgeSeconds: number; user: Member },
  ): Promise<void> {
    const since = this.#parts.now().getTime() - maxAgeSeconds * 1_000;
    const readOne = async (name: string) => {
      try {
        await this.#readOne(name, since);
      } catch (error) {
        const table = this.#parts.tables.get(name);
        throw table === null ? error : asTold(error, table, user);
      }
    };
    await Promise.all(names.map(readOne));
  }

  async #readOne(name: string, since: number): Promise<void> {
    const table = this.#parts.tables.get(name);
    if (table?.readBy !== 'server') return;
    if ((this.#seen.get(name) ?? -Infinity) >= since) return;
    const underWay = this.#underWay.get(name);
    // One that began before may have missed what is to be seen: those who come meanwhile share the next.
    if (underWay === undefined) return this.#begin(name);
    if (underWay.begun >= since) return underWay.done;
    let next = this.#next.get(name);
    if (next === undefined) {
      const begin = () => {
        this.#next.delete(name);
        return this.#begin(name);
      };
      next = underWay.done.then(begin, begin);
      this.#next.set(name, next);
    }
    return next;
  }

  #begin(name: string): Promise<void> {
    const begun = this.#parts.now().getTime();
    const done = this.#refresh(name, begun).finally(() => {
      if (this.#underWay.get(name)?.done === done) this.#underWay.delete(name);
    });
    this.#underWay.set(name, { begun, done });
    return done;
  }

  async #refresh(name: string, begun: number): Promise<void> {
    const { tables, log } = this.#parts;
    const table = tables.get(name);
    if (table === null) return;
    try {
      const taken = await this.#take(table, new Date(begun));
      if (taken.isChanged) await tables.refresh();
      if (taken.badCells !== null) this.#tell(table, taken.badCells);
      tables.noteSeen(name, new Date(begun));
      this.#seen.set(name, begun);
    } catch (error) {
      if (isOfCells(error)) this.#tell(table, error.extras['badCells'] as BadCell[]);
      if (!isPassing(error) || table.rows === null) throw error;
      log.warn({ err: error, table: name }, 'a sheet could not be read; its rows from before stay');
    }
  }

  #tell(table: KnownTable, badCells: readonly BadCell[]): void {
    const { tables, log } = this.#parts;
    const { place = table.place } = tables.get(table.name) ?? {};
    this.#tellCells({ table, place, badCells }).catch((error: unknown) =>
      log.warn(
        { err: error, table: table.name },
        'cells of a sheet could not be told to be mended',
      ),
    );
  }

  async #take(table: KnownTable, at: Date): Promise<TakenReading> {
    const { database, google } = this.#parts;
    const signal = AbortSignal.timeout(READ_WITHIN_MS);
    const spreadsheet = spreadsheetOf(google, table.place.spreadsheet.id, signal);
    const cells = await readSheetCells(spreadsheet, table);
    return takeReading({ database, table, at }, cells);
  }
}

// What stands in a cell that does not fit is for who looks after the sheet.
function asTold(error: unknown, table: KnownTable, user: Member): unknown {
  const isBad = error instanceof Problem && error.code === 'bad_cells';
  if (!isBad || mayPublish(table, user)) return error;
  const { name, title, publisher } = table;
  const cells = (error.extras.badCells ?? []) as readonly { cell: string }[];
  const [where, more] = [cells.slice(0, 5).map(({ cell }) => cell), cells.length > 5 ? ' …' : ''];
  const which = where.length === 0 ? '' : ` (${where.join(', ')}${more})`;
  const who = publisher.name || publisher.email || 'its publisher';
  const detail = `The query reads the sheet ${title}, in which cells do not fit${which}. ${who} looks after it; once they are mended, run the query again.`;
  return new Problem('bad_cells', detail, { sheetTable: name });
}

const isOfCells = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === 'bad_cells' && Array.isArray(error.extras['badCells']);

function isPassing(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'google_unavailable';
  return error instanceof Error && error.name === 'TimeoutError';
}

/** The spreadsheet in the server's own name. Throws Problem google_not_set_up. */
export function spreadsheetOf(google: Google, id: string, signal: AbortSignal): Spreadsheet {
  if (google.own !== null) return new Spreadsheet(google, google.own, id, signal);
  const detail =
    'This server has no account at Google, so it reads no spreadsheet. An admin sets GOOGLE_SERVICE_ACCOUNT; until then the add-on publishes what a sheet holds.';
  throw new Problem('google_not_set_up', detail);
}
