// Takes back edits that turn out to be refused half way: what is touched is kept first.
import type { Cell } from './cell.ts';
import type { WorkbookModel } from './model.ts';
import type { Row, Sheet } from './sheet.ts';

/** All of a tab but its cells. */
export type SheetParts = Omit<Sheet, 'id' | 'rows'>;

export class Rollback {
  private readonly steps: (() => void)[] = [];

  /** Keeps all but the cells at once: that is little. Whoever changes cells keeps them first. */
  constructor(private readonly workbook: WorkbookModel) {
    const { name, locale, timeZone, activeSheetId, nextSheetId, names, metadata } = workbook;
    const sheets = workbook.sheets.map((sheet) => ({ sheet, parts: partsOf(sheet) }));
    const nameList = structuredClone(names.list);
    const metadataList = structuredClone(metadata.list);
    const { nextId } = metadata;
    this.steps.push(() => {
      Object.assign(workbook, { name, locale, timeZone, activeSheetId, nextSheetId });
      workbook.sheets = sheets.map(({ sheet }) => sheet);
      for (const { sheet, parts } of sheets) Object.assign(sheet, parts);
      names.list = nameList;
      metadata.list = metadataList;
      metadata.nextId = nextId;
    });
  }

  /** Does it; what it throws is thrown on when everything is as it was. */
  attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** To be called before cells of these rows change, and nothing else of the grid. */
  keepRows(sheet: Sheet, from: number, to: number): void {
    const { length } = sheet.rows;
    const kept = sheet.rows.slice(from - 1, to).map(copyOfRow);
    this.steps.push(() => {
      kept.forEach((row, index) => (sheet.rows[from - 1 + index] = row));
      for (let at = from - 1 + kept.length; at < to && at < sheet.rows.length; at++)
        sheet.rows[at] = undefined;
      sheet.rows.length = length;
    });
  }

  /** To be called before rows and columns come or go, or cells move. Formulas anywhere may follow. */
  keepGrid(): void {
    const kept = this.workbook.sheets.map((sheet) => ({ sheet, rows: sheet.rows.map(copyOfRow) }));
    this.steps.push(() => {
      for (const { sheet, rows } of kept) sheet.rows = rows;
    });
  }

  private undo(): void {
    for (const step of this.steps.splice(0).reverse()) step();
    this.workbook.engine.hasFormulas = true;
    this.workbook.engine.hasPivots = true;
    this.workbook.changed({ kind: 'sheets' });
  }
}

/** A copy of all but the cells. */
export function partsOf(sheet: Sheet): SheetParts {
  const { id: _id, rows: _rows, ...parts } = sheet;
  return structuredClone(parts) as SheetParts;
}

function copyOfRow(row: Row | undefined): Row | undefined {
  return row && { ...row, cells: row.cells.map((cell: Cell | undefined) => cell && { ...cell }) };
}
