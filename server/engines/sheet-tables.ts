// What an engine needs to know of sheet tables: which there are for a text, and which of them a text reads.
import type { TableType } from '../../domain/sheet-tables/typed-cell.ts';

export interface SheetColumn {
  readonly name: string;
  readonly type: TableType;
}

/** The sheet tables that a text may read: their columns by their names, null where there is none. */
export type SheetTables = (name: string) => readonly SheetColumn[] | null;

/** There are none. */
export const noSheetTables: SheetTables = () => null;

/** A sheet table that a text reads. */
export interface SheetTableUse {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
}
