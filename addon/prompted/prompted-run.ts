// What runs when somebody opens the spreadsheet or edits a cell: the ranges of the trigger's person that this prompts.
import type { LinkedRange, Prompt } from '../../domain/linked-range.ts';
import { findRanges } from '../ranges/records.ts';
import { rangeNamed } from '../ranges/values.ts';
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
  refreshPrompted(spreadsheet, 'open', isOld);
}

/** Refreshes what takes a value from one of the edited cells. What fails is kept at its range. */
export function runEdited(spreadsheet: Spreadsheet, edited: Range): void {
  refreshPrompted(spreadsheet, 'edit', ({ values }) =>
    Object.values(values).some(
      (source) => source.from === 'cell' && overlaps(rangeNamed(spreadsheet, source.place), edited),
    ),
  );
}

function refreshPrompted(
  spreadsheet: Spreadsheet,
  prompt: Prompt,
  isMeant: (linked: LinkedRange) => boolean,
): void {
  const mine = ownPrompts(spreadsheet);
  if (!Object.values(mine).some((on) => on.includes(prompt))) return;
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
  const ids = meant.map(({ linked }) => linked.id);
  inTurn(spreadsheet, ids, (id) => void refreshUnattended(spreadsheet, id));
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
