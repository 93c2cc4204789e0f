// What the page shows besides the spreadsheet: what is being typed, copied, asked and told.
import type { Area } from '../protocol.ts';
import type { Entry } from './menus/entries.ts';

export interface Toast {
  title: string;
  message: string;
  bad: boolean;
}

export interface Editing {
  row: number;
  column: number;
  text: string;
  /** Where the caret is wanted: in the cell or in the formula bar. */
  where: 'cell' | 'bar';
  /** Begun by typing over what was there: then the arrow keys keep it and move on, as in Sheets. */
  typedOver: boolean;
}

/** What was copied or cut here, for as long as the clipboard holds that text. */
export interface Copied {
  tab: number;
  area: Area;
  cut: boolean;
  text: string;
}

/** A menu beside the pointer, or below a cell. */
export interface OpenMenu {
  left: number;
  top: number;
  caption: string;
  entries: Entry[];
}
