// Keeps why a refresh failed at its range, where everybody sees it.
import type { RangeProblem, ValueSources } from '../../domain/linked-range.ts';
import { PROBLEMS } from '../../domain/problem.ts';
import type { Problem, ProblemBody } from '../../domain/problem.ts';
import { namesCells, readLater, shapeText } from '../../domain/named-cells.ts';
import { messageOf } from '../google/problems.ts';
import { placeOf } from '../sheet/places.ts';
import { writeNote } from './notes.ts';
import { findRange, placed, saveRecord } from './records.ts';
import type { FoundRange } from './records.ts';
import { withSheetLock } from '../google/lock.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** What the person at the keyboard sees at once and puts right is nothing that others need to know. */
export function isKeptProblem({ code }: Problem, by: 'person' | 'schedule'): boolean {
  // Whoever holds the lock is refreshing now; and a range that is not there keeps nothing.
  if (code === 'sheet_busy') return false;
  if (by === 'schedule') return true;
  return PROBLEMS[code].personal !== true;
}

/**
 * The values stay as they are; that they are old, and why, is kept where everybody sees it. With other values than
 * the range's own nothing is wrong with it, unless they had begun to be written. Never throws: the problem that is
 * kept is the one to be told.
 */
export function keepProblem(
  spreadsheet: Spreadsheet,
  { id, values }: { id: string; values?: ValueSources },
  problem: Problem,
): void {
  try {
    if (values !== undefined && findRange(spreadsheet, id).linked.refreshing === null) return;
    withSheetLock(() => keepAtRange(spreadsheet, id, problem));
  } catch (error) {
    console.warn(`The problem could not be kept at its range: ${messageOf(error)}`);
  }
}

function keepAtRange(spreadsheet: Spreadsheet, id: string, problem: Problem): void {
  const found = findRange(spreadsheet, id);
  const { code, message: detail } = problem;
  const before = found.linked.problem;
  // What fails again for the same reason has failed since then.
  const at = before?.code === code ? before.at : new Date().toISOString();
  const shape = namesCells(detail) ? shapeOf(found.range) : null;
  const named = shape === null ? {} : { shape };
  const linked = { ...found.linked, problem: { code, detail, at, ...named } };
  saveRecord(found, linked);
  if (found.range && code !== 'range_protected') {
    writeNote(placed(spreadsheet, found, found.range), linked);
  }
}

// What a range whose cells are gone is like nobody can tell.
function shapeOf(range: Range | null): string | null {
  if (range === null) return null;
  const sheet = range.getSheet();
  const tab = { rows: sheet.getMaxRows(), columns: sheet.getMaxColumns() };
  return shapeText(placeOf(range), tab);
}

/** The kept problem of a range as the sidebar takes it: cells that it names may be called otherwise by now. */
export function keptProblemView({
  linked: { problem },
  range,
}: Pick<FoundRange, 'linked' | 'range'>): ProblemBody | null {
  if (problem === null) return null;
  const { shape } = problem;
  if (shape === undefined) return problemView(problem);
  return problemView({ ...problem, detail: readLater(problem.detail, shape, shapeOf(range)) });
}

/** A problem of a range as the sidebar takes it. */
export function problemView({ code, detail, at }: RangeProblem): ProblemBody {
  const { status, title } = PROBLEMS[code];
  return { type: `https://sheetfeed.dev/problems#${code}`, title, status, detail, code, at };
}
