// Edits of the tabs and of the spreadsheet as a whole: its name, locale and time zone.
import type { Edit } from '../../protocol.ts';
import { SheetsError } from '../../simulator/errors.ts';
import { isKnownLocale } from '../../simulator/values/locales.ts';
import type { Workbook } from '../../simulator/workbook/workbook.ts';
import type { Doing } from './deed.ts';

type Of<Kind extends Edit['do']> = Extract<Edit, { do: Kind }>;

const few = { reach: [], place: null } satisfies Partial<Doing>;
const all = { reach: { everything: true, shifting: null }, place: null } satisfies Partial<Doing>;

export function addingTab(workbook: Workbook): Doing {
  return { ...few, name: 'adding a tab', act: () => void workbook.addSheet() };
}

export function renamingTab(workbook: Workbook, { tab, name }: Of<'renameTab'>): Doing {
  return {
    ...all,
    name: `renaming ${workbook.sheet(tab).name}`,
    act: () => workbook.renameSheet(tab, name),
  };
}

export function deletingTab(workbook: Workbook, { tab }: { tab: number }): Doing {
  const sheet = workbook.sheet(tab);
  return {
    ...all,
    name: `deleting ${sheet.name}`,
    place: {
      sheetId: tab,
      area: workbook.selections.get(tab) ?? { top: 1, left: 1, bottom: 1, right: 1 },
    },
    writes: sheet.everything,
    act: () => workbook.deleteSheet(tab),
  };
}

/** The copy stands behind its model, and is shown. */
export function duplicatingTab(workbook: Workbook, { tab }: { tab: number }): Doing {
  return {
    ...few,
    name: `duplicating ${workbook.sheet(tab).name}`,
    act() {
      const copy = workbook.copySheet(tab);
      workbook.moveSheet(copy.id, workbook.sheets.indexOf(workbook.sheet(tab)) + 1);
      workbook.activate(copy.id);
    },
  };
}

export function movingTab(workbook: Workbook, { tab, index }: Of<'moveTab'>): Doing {
  const last = workbook.sheets.length - 1;
  return {
    ...few,
    name: `moving ${workbook.sheet(tab).name}`,
    act: () => workbook.moveSheet(tab, Math.min(Math.max(index, 0), last)),
  };
}

export function setting(workbook: Workbook, { name, locale, timeZone }: Of<'settings'>): Doing {
  return {
    ...few,
    name: 'the settings of the spreadsheet',
    act() {
      if (!isKnownLocale(locale)) throw new SheetsError(`The playground does not know ${locale}.`);
      Object.assign(workbook, { name: name.trim() || workbook.name, locale, timeZone });
      workbook.changed({ kind: 'sheets' });
    },
  };
}
