// What the stand-in for Sheetfeed's server does with sheet tables: the contract, and the product's rules for rows.
import {
  newSheetTableSchema,
  sheetTableUpdateSchema,
  tablePageSchema,
  type SheetTable,
  type TablePage,
} from '../../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../../domain/problem.ts';
import { bindHeaders } from '../../../domain/sheet-tables/headers.ts';
import { addRow, noRows, type TypedRows } from '../../../domain/sheet-tables/typed-rows.ts';
import type { SheetCell } from '../../../domain/sheet-tables/typed-cell.ts';

interface Asked {
  method: string;
  name: string;
  what: string | undefined;
  body: Record<string, unknown>;
}

const vera = { id: 'vera', name: 'Vera', email: 'vera@example.com' };

export class TableBackend {
  readonly tables = new Map<string, SheetTable>();
  /** The rows that queries read, by the names of their tables, column by column. */
  readonly published = new Map<string, TypedRows['columns']>();
  /** What was sent, page by page. */
  readonly pages: TablePage[] = [];
  /** The queries that read every table. */
  queries: NonNullable<SheetTable['queries']> = [];
  #typed = new Map<string, TypedRows>();

  constructor(private readonly now: () => Date) {}

  answer({ method, name, what, body }: Asked): unknown {
    if (name === '' && method === 'GET')
      return { tables: [...this.tables.values()], account: null };
    if (name === '') return this.#make(newSheetTableSchema.parse(body));
    const table = this.tables.get(name);
    if (!table) throw new Problem('not_found', 'There is no such sheet table.');
    if (what === 'rows') return this.#take(table, tablePageSchema.parse(body));
    if (method === 'DELETE') return void this.tables.delete(name);
    if (method === 'PUT') {
      const { usedBy: _usedBy, mark: _mark, ...change } = sheetTableUpdateSchema.parse(body);
      this.tables.set(name, { ...table, ...withoutAbsent(change) });
    }
    return { ...this.tables.get(name), queries: this.queries };
  }

  #make({
    usedBy: _usedBy,
    mark: _mark,
    ...wish
  }: ReturnType<typeof newSheetTableSchema.parse>): SheetTable {
    if (this.tables.has(wish.name)) throw new Problem('conflict', 'The name is taken.');
    const made: SheetTable = {
      ...{ ...wish, title: wish.title ?? wish.name, usedBy: null, publisher: vera },
      ...{ madeAt: this.now().toISOString(), rows: null, failed: null, newHeaders: [] },
      may: { change: true },
    };
    this.tables.set(made.name, made);
    return made;
  }

  #take(table: SheetTable, page: TablePage): unknown {
    this.pages.push(page);
    const { columns } = table;
    const bound = bindHeaders(columns, page.headers, page.firstColumn);
    if (bound.faults.length > 0) throw this.#failed(table, bound.faults.join(' '), noRows(0));
    const typed = this.#typed.get(page.publication ?? '') ?? noRows(columns.length);
    this.#typed.set(page.publication ?? '', typed);
    const reading = { ...page, columns, indexes: bound.indexes };
    page.rows.forEach((row, index) => addRow(typed, row as SheetCell[], { reading, index }));
    if (!page.last) return { publication: page.publication, state: 'taken', rows: null };
    if (typed.misfitCount > 0 && table.badRows === 'fail')
      throw this.#failed(table, 'Cells do not fit.', typed);
    this.published.set(table.name, typed.columns);
    const rows = {
      ...{ at: this.now().toISOString(), by: vera, rowCount: typed.rowCount, byteCount: 1 },
      ...{ leftOut: typed.misfitRows, fingerprint: JSON.stringify(typed.columns), columns },
    };
    const { newHeaders } = bound;
    this.tables.set(table.name, { ...table, rows, failed: null, newHeaders });
    return { publication: page.publication, state: 'published', rows };
  }

  #failed(table: SheetTable, detail: string, { misfits, misfitCount }: TypedRows): Problem {
    const badCells = misfits.map((misfit) => ({ ...misfit, url: 'https://docs.google.com' }));
    const failed = { at: this.now().toISOString(), detail, badCells, badCount: misfitCount };
    this.tables.set(table.name, { ...table, failed });
    return new Problem('bad_cells', detail, { badCells, badCount: misfitCount });
  }
}

function withoutAbsent(change: object): Partial<SheetTable> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
