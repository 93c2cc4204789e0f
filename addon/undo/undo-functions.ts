// What the sidebar takes back: a refresh, an insert, and that a range is linked, which can be had again.
import { answer } from '../answer.ts';
import { withSheetLock } from '../google/lock.ts';
import { findRange } from '../ranges/records.ts';
import { unregister } from '../ranges/registration.ts';
import { relink, unlinkForNow } from '../ranges/relink.ts';
import { viewAfterChange } from '../ranges/view.ts';
import { forgetSchedule } from '../schedule.ts';
import type { SidebarFunctions } from '../sidebar-functions.ts';
import { undoInsert as takeOut } from './insert-back.ts';
import { undoLast } from './undo.ts';

export const undoRefresh: SidebarFunctions['undoRefresh'] = ({ id, undoes }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    const { found, ...outcome } = withSheetLock(() => undoLast(here, id, undoes));
    return { range: viewAfterChange(here, found), ...outcome };
  });

export const undoInsert: SidebarFunctions['undoInsert'] = ({ id }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    const { linked } = findRange(here, id);
    const said = withSheetLock(() => takeOut(here, id));
    forgetSchedule(here, linked);
    unregister(here, id);
    return said;
  });

export const unlinkRange: SidebarFunctions['unlinkRange'] = ({ id }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    const { linked } = findRange(here, id);
    withSheetLock(() => unlinkForNow(here, id));
    forgetSchedule(here, linked);
    unregister(here, id);
    return null;
  });

export const relinkRange: SidebarFunctions['relinkRange'] = ({ id }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    return viewAfterChange(
      here,
      withSheetLock(() => relink(here, id)),
    );
  });
