// What Google may call: the menu's items, the clock's trigger, and the functions of the sidebar.
// The build makes a top-level function of every export; nothing may run when this file is loaded.
import { answer } from './answer.ts';
import { pagesUrl } from './google/backend.ts';
import { placeText } from '../domain/cells/cell-name.ts';
import * as catalog from './catalog.ts';
import { formulaOf } from './formula.ts';
import { describeInsertion } from './insert-target.ts';
import { insertResult } from './insert.ts';
import { addMenu, openSidebar, refreshAtSelection, refreshEvery, undoLatest } from './menu.ts';
import { checkItself } from './self-check.ts';
import { goTo } from './ranges/settings.ts';
import { lightChanged } from './light-changes.ts';
import { changedView, rangeViews, viewAfter } from './ranges/view.ts';
import { strangeRecordsTold, tabsWithStrangeRecords } from './ranges/records.ts';
import { placeKey } from './ranges/open-place.ts';
import { agree } from './ranges/agreements.ts';
import { rangePlaces } from './ranges/where.ts';
import { tellAuthors } from './tell-author.ts';
import { rangeStart } from './range-run.ts';
import { previewLinkedRefresh, refreshLinkedRange } from './refresh.ts';
import { cancelResult, fetchChosen, fetchPreview, fetchResult, waitForResult } from './run.ts';
import type { RunStart } from './run.ts';
import { runDueSchedules } from './scheduled-run.ts';
import { withSheetLock } from './google/lock.ts';
import type { AskedQuery, AskedRange, SidebarFunctions } from './sidebar-functions.ts';
import { keepOptions } from './undo/undo.ts';
import { queryStart } from './query-start.ts';
import { shownAt } from './ranges/values.ts';

export { runWhenEdited, runWhenOpened, setPrompts } from './prompted/prompt-functions.ts';
export { readSentences, readWords } from './teaching/how-it-works.ts';
export {
  askLeftRows,
  besideRanges,
  keepColumnsApart,
  removeLeftRows,
} from './beside/beside-functions.ts';
export {
  pauseSchedule,
  readServerSchedule,
  setSchedule,
  takeOverSchedule,
} from './schedule-functions.ts';
export {
  changeTable,
  deleteTable,
  goToCell,
  listTables,
  makeTable,
  proposeColumns,
  proposeTable,
  publishTable,
} from './sheet-tables/table-functions.ts';
export {
  changeComment,
  commentPeople,
  deleteComment,
  keepAsSent,
  readComments,
  resolveThread,
  say,
  selectedRow,
} from './talk/talk-functions.ts';
export { relinkRange, undoInsert, undoRefresh, unlinkRange } from './undo/undo-functions.ts';
export {
  columnValues,
  keepVariation,
  readOpenings,
  selectedText,
  showVariation,
} from './variations/variation-functions.ts';

const spreadsheet = () => SpreadsheetApp.getActiveSpreadsheet();

export function onOpen(): void {
  addMenu();
}

export function onInstall(): void {
  addMenu();
}

export function showSidebar(): void {
  openSidebar();
}

export function refreshAll(): void {
  refreshEvery(spreadsheet());
}

export function refreshSelected(): void {
  refreshAtSelection(spreadsheet());
}

export function undoLastRefresh(): void {
  undoLatest(spreadsheet());
}

/** What Google's clock calls every hour, as the person who made the schedule. */
export function runSchedules(): void {
  runDueSchedules();
}

export const startSidebar: SidebarFunctions['startSidebar'] = () =>
  answer(() => {
    const here = spreadsheet();
    return {
      member: catalog.fetchMember(),
      spreadsheet: {
        id: here.getId(),
        name: here.getName(),
        timeZone: here.getSpreadsheetTimeZone(),
        locale: here.getSpreadsheetLocale(),
      },
      ranges: rangeViews(here),
      favourites: catalog.remembered('favourites'),
      recent: catalog.remembered('recent'),
      pagesUrl,
    };
  });

export const searchQueries: SidebarFunctions['searchQueries'] = ({ search, next }) =>
  answer(() => catalog.searchCatalog(search, next));

export const openQuery: SidebarFunctions['openQuery'] = ({ slug }) =>
  answer(() => {
    const { formerly, ...query } = catalog.fetchQuery(slug);
    const names = [query.slug, ...formerly];
    const ranges = rangeViews(spreadsheet()).filter((range) => names.includes(range.slug));
    return { query, ranges, favourite: catalog.remembered('favourites').includes(query.slug) };
  });

export const listChoices: SidebarFunctions['listChoices'] = ({ slug, parameter }) =>
  answer(() => ({ choices: catalog.fetchChoices(slug, parameter).choices }));

export const previewQuery: SidebarFunctions['previewQuery'] = ({ run, chosen, ...asked }) =>
  answer(() => {
    const start = runStart(asked);
    return chosen ? fetchChosen(run, start, chosen) : fetchPreview(run, start);
  });

export const countRows: SidebarFunctions['countRows'] = ({ run, waitSeconds, start }) =>
  answer(() => waitForResult(run, start ? runStart(start) : null, waitSeconds));

export const waitForRun: SidebarFunctions['waitForRun'] = ({ run, waitSeconds, start }) =>
  answer(() => waitForResult(run, start ? startOf(start) : null, waitSeconds));

export const cancelRun: SidebarFunctions['cancelRun'] = ({ run }) =>
  answer(() => {
    cancelResult(run);
    return null;
  });

export const describeTarget: SidebarFunctions['describeTarget'] = (asked) =>
  answer(() => describeInsertion(spreadsheet(), asked));

export const insertRange: SidebarFunctions['insertRange'] = (asked) =>
  answer(() => {
    const here = spreadsheet();
    const { run, finished = false } = asked;
    const result = fetchResult({ run, isKnown: finished, start: () => runStart(asked) });
    const query = catalog.fetchQuery(asked.slug);
    const { title, columns = [], chart = null } = query;
    const insertion = { ...asked, query: { title, columns, chart } };
    const { found, ...outcome } = withSheetLock(() => insertResult(here, insertion, result));
    catalog.remember('recent', asked.slug, true);
    if (found.linked.slug !== asked.slug) agree(found.linked, placeKey(found));
    return { range: viewAfter(here, found, query), ...outcome };
  });

export const listRanges: SidebarFunctions['listRanges'] = () =>
  answer(() => {
    const here = spreadsheet();
    const strange = strangeRecordsTold(tabsWithStrangeRecords(here));
    return { ranges: rangeViews(here), strange };
  });

export const whereRanges: SidebarFunctions['whereRanges'] = () =>
  answer(() => ({ ranges: rangePlaces(spreadsheet()) }));

export const tellAuthor: SidebarFunctions['tellAuthor'] = (told) =>
  answer(() => {
    tellAuthors(spreadsheet(), told);
    return null;
  });

export const checkSpreadsheet: SidebarFunctions['checkSpreadsheet'] = () =>
  answer(() => checkItself(spreadsheet()));

export const previewRefresh: SidebarFunctions['previewRefresh'] = (asked) =>
  answer(() => previewLinkedRefresh(spreadsheet(), asked));

export const refreshRange: SidebarFunctions['refreshRange'] = ({ confirmed, ...asked }) =>
  answer(() => {
    const here = spreadsheet();
    const how = { by: 'person' as const, confirmed };
    const { found, ...outcome } = refreshLinkedRange(here, asked, how);
    return { range: viewAfter(here, found), ...outcome };
  });

export const goToRange: SidebarFunctions['goToRange'] = ({ id, cell }) =>
  answer(() => {
    goTo(spreadsheet(), id, cell);
    return null;
  });

export const lightChanges: SidebarFunctions['lightChanges'] = (asked) =>
  answer(() => {
    const here = spreadsheet();
    withSheetLock(() => lightChanged(here, asked));
    return changedView(here, asked.id);
  });

export const setOptions: SidebarFunctions['setOptions'] = ({ id, options }) =>
  answer(() => {
    withSheetLock(() => keepOptions(spreadsheet(), id, options));
    return changedView(spreadsheet(), id);
  });

export const setFavourite: SidebarFunctions['setFavourite'] = ({ slug, favourite }) =>
  answer(() => ({ favourites: catalog.remember('favourites', slug, favourite) }));

export const readSelection: SidebarFunctions['readSelection'] = () =>
  answer(() => {
    const range = spreadsheet().getActiveRange() ?? spreadsheet().getRange('A1');
    const place = placeText(range.getSheet().getName(), range.getA1Notation());
    const shown = range.offset(0, 0, Math.min(range.getNumRows(), 100)).getDisplayValues();
    return { place, values: shown.flat().filter((text) => text !== '') };
  });

export const readCells: SidebarFunctions['readCells'] = ({ places }) =>
  answer(() => Object.fromEntries(places.map((place) => [place, shownAt(spreadsheet(), place)])));

export const formulaFor: SidebarFunctions['formulaFor'] = (asked) =>
  answer(() => formulaOf(spreadsheet(), asked));

function startOf(asked: AskedQuery | AskedRange): RunStart {
  return 'range' in asked ? rangeStart(spreadsheet(), asked) : runStart(asked);
}

const runStart = (asked: AskedQuery): RunStart => queryStart(spreadsheet(), asked);
