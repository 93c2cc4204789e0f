// What runs when somebody opens the spreadsheet or edits a cell: the ranges of the trigger's person that this prompts.
import type { LinkedRange, Prompt } from '../../domain/linked-range.ts';
import { findRanges } from '../ranges/records.ts';
import { rangeNamed } from '../ranges/values.ts';
import { editedTables, publishWanted } from '../sheet-tables/publish-when.ts';
import { refreshUnattended } from '../unattended-refresh.ts';
import { inTurn } from './in-turn.ts';
import { ownPrompts } from './own-prompts.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** However many people open it, a range is refreshed by that once in five minutes. */
const REST_MS = 5 * 60_000;

/** Refreshes what is to be fresh when somebody opens the spreadsheet. What fails is kept at its range. */
export function runOpened(spreadsheet: Spreadsheet): void {
  const isOld = ({ refreshed }: LinkedRange) =>
    refreshed === null || Date.now() - Date.parse(refreshed.at) > REST_MS;
  work(spreadsheet, promptedRanges(spreadsheet, 'open', isOld));
}

/**
 * Publishes the tables that were edited, and refreshes what takes a value from one of the cells. What fails is kept at the
 * table or the range.
 */
export function runEdited(spreadsheet: Spreadsheet, edited: Range): void {
  const tables = editedTables(spreadsheet, edited);
  const ranges = promptedRanges(spreadsheet, 'edit', ({ values }) =>
    Object.values(values).some(
      (source) => source.from === 'cell' && overlaps(rangeNamed(spreadsheet, source.place), edited),
    ),
  );
  work(spreadsheet, [...tables, ...ranges]);
}

// Whoever is at it does what others leave them, be it a table or a range: the names of tables are told by a colon.
function work(spreadsheet: Spreadsheet, wanted: string[]): void {
  inTurn(spreadsheet, wanted, (name) => {
    if (!publishWanted(spreadsheet, name)) refreshUnattended(spreadsheet, name);
  });
}

function promptedRanges(
  spreadsheet: Spreadsheet,
  prompt: Prompt,
  isMeant: (linked: LinkedRange) => boolean,
): string[] {
  const mine = ownPrompts(spreadsheet);
  if (!Object.values(mine).some((on) => on.includes(prompt))) return [];
  const me = Session.getEffectiveUser().getEmail();
  // Both have to say so: every editor may end it, and nobody else may begin it.
  const meant = findRanges(spreadsheet).filter(
    ({ linked, range }) =>
      range !== null &&
      mine[linked.id]?.includes(prompt) === true &&
      linked.prompts?.owner === me &&
      linked.prompts.on.includes(prompt) &&
      isMeant(linked),
  );
  return meant.map(({ linked }) => linked.id);
}

function overlaps(one: Range | null, other: Range): boolean {
  if (one === null || one.getSheet().getSheetId() !== other.getSheet().getSheetId()) return false;
  return (
    one.getRow() <= other.getLastRow() &&
    other.getRow() <= one.getLastRow() &&
    one.getColumn() <= other.getLastColumn() &&
    other.getColumn() <= one.getLastColumn()
  );
}
