// What a person keeps beside the linked ranges, for the sidebar.
import { answer } from '../answer.ts';
import { withSheetLock } from '../google/lock.ts';
import type { SidebarFunctions } from '../sidebar-functions.ts';
import { besideHere, besideRange, keepApart } from './columns-beside.ts';
import { changedView, viewAfterChange } from '../ranges/view.ts';
import { askedRows, removeRows } from './removed-rows.ts';

export const besideRanges: SidebarFunctions['besideRanges'] = () =>
  answer(() => besideHere(SpreadsheetApp.getActiveSpreadsheet()));

export const askLeftRows: SidebarFunctions['askLeftRows'] = ({ id }) =>
  answer(() => askedRows(SpreadsheetApp.getActiveSpreadsheet(), id));

export const removeLeftRows: SidebarFunctions['removeLeftRows'] = ({ id, rows }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    return viewAfterChange(
      here,
      withSheetLock(() => removeRows(here, id, rows)),
    );
  });

export const keepColumnsApart: SidebarFunctions['keepColumnsApart'] = ({ id, columns }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    withSheetLock(() => keepApart(here, id, columns));
    return { range: changedView(here, id), beside: besideRange(here, id) };
  });
