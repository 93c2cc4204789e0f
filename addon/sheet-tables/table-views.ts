// What the sidebar may ask of the add-on about sheet tables: the types of those functions.
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import type { TableColumn } from '../../domain/sheet-tables/headers.ts';
import type { ProposedColumn } from '../../domain/sheet-tables/proposal.ts';
import type { Answer } from '../answered.ts';

/** Within seconds of each edit, and hourly for what no edit tells; hourly; or when somebody asks for it. */
export type Publishes = 'edited' | 'hourly' | 'asked';

/** What the selected cells would be as a sheet table. */
export interface TableProposal {
  name: string;
  title: string;
  /** In words: "the whole tab Onboarding", or its cells. */
  place: string;
  whole: boolean;
  columns: ProposedColumn[];
  /** Below the headers, as far as anything stands. */
  rowCount: number;
  /** What has to be put right in the sheet first, in sentences. */
  faults: string[];
  /** Tabs of the same kind, which may be stacked as one table; null: there are none. */
  stacks: { pattern: string; tabs: string[] } | null;
}

/** How a sheet table is to be. */
export interface TableWish {
  name: string;
  title: string;
  /** The whole tab of the selected cells. */
  whole: boolean;
  columns: TableColumn[];
  usedBy: 'everybody' | 'me';
  badRows: SheetTable['badRows'];
  readBy: SheetTable['readBy'];
  /** A pattern of the names of tabs that are stacked; absent: the one. */
  tabs?: string;
  /** Where the add-on publishes it: when, as the person at the keyboard; absent: when asked. */
  publishes?: Publishes;
}

export interface SheetTableView extends Pick<
  SheetTable,
  'columns' | 'newHeaders' | 'badRows' | 'readBy'
> {
  name: string;
  title: string;
  place: string;
  /** `some`: people and groups, as named by the API. */
  usedBy: TableWish['usedBy'] | 'some';
  publisher: string;
  mayChange: boolean;
  /** When the triggers of the person at the keyboard publish it. */
  publishes: Publishes;
  /** Why their last try gave nothing, besides cells that do not fit. */
  unpublished: { at: string; detail: string } | null;
  /** Null until some are published. */
  rows: { at: string; rowCount: number; leftOut: number } | null;
  /** Why the last try to publish gave nothing. */
  failed: {
    at: string;
    detail: string;
    badCells: { cell: string; column: string; shown: string; reason: string }[];
    badCount: number;
  } | null;
  /** Those that read it, where they were asked for. */
  queries: { slug: string; title: string }[] | null;
}

export interface TableFunctions {
  /** Those of the open spreadsheet that the person may use; `account` is whom the server reads as, where it can. */
  listTables(): Answer<{ tables: SheetTableView[]; account: string | null }>;
  /** What the selected cells would be as a table; `whole`: their whole tab. */
  proposeTable(input: { whole: boolean }): Answer<TableProposal>;
  /** Makes a table of the selected cells and publishes its rows. */
  makeTable(input: TableWish): Answer<SheetTableView>;
  /** Publishes the rows as they stand now; cells that do not fit are told in the view. */
  publishTable(input: { name: string }): Answer<SheetTableView>;
  /** Changes what is given, and publishes. */
  changeTable(
    input: { name: string } & Partial<
      Pick<TableWish, 'usedBy' | 'badRows' | 'columns' | 'readBy' | 'publishes'>
    >,
  ): Answer<SheetTableView>;
  /** What columns with these headers would be, which were added to the sheet. */
  proposeColumns(input: { name: string; headers: string[] }): Answer<{ columns: ProposedColumn[] }>;
  deleteTable(input: { name: string }): Answer<null>;
  /** Selects a cell of the table, as B17. */
  goToCell(input: { name: string; cell: string }): Answer<null>;
}
