// Tells the authors of a query what a person met who cannot put it right: it is entered among what they are asked for.
import { placeText } from '../domain/cells/cell-name.ts';
import { routes } from '../domain/routes.ts';
import type { ValueSources } from '../domain/linked-range.ts';
import { askServer, pagesUrl } from './google/backend.ts';
import { findRange } from './ranges/records.ts';
import type { ToldProblem } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The server takes no longer text, nor title. */
const LONGEST = 2_000;
const LONGEST_SEARCH = 500;
const LONGEST_VALUES = 700;

/** Enters it, with all that an author needs to find out what is wrong. Throws Problem. */
export function tellAuthors(spreadsheet: Spreadsheet, told: ToldProblem): void {
  const search = told.title.slice(0, LONGEST_SEARCH);
  const text = tellingText(spreadsheet, told).slice(0, LONGEST);
  askServer<unknown>('post', routes.asks, { search, text });
}

function tellingText(
  spreadsheet: Spreadsheet,
  { slug, title, range, values, problem }: ToldProblem,
): string {
  const { where, times } = range === null ? inPreview(spreadsheet) : atRange(spreadsheet, range);
  return [
    `“${title}” does not run ${where}.`,
    problem.detail,
    ...times,
    ...valuesLine(values),
    `Code: ${problem.code}`,
    `${pagesUrl.replace(/\/$/, '')}${routes.queryPage(slug)}`,
  ].join('\n');
}

function inPreview(spreadsheet: Spreadsheet) {
  return { where: `for the spreadsheet “${spreadsheet.getName()}”`, times: [] };
}

function atRange(spreadsheet: Spreadsheet, id: string) {
  const { linked, range } = findRange(spreadsheet, id);
  const cells = range ? placeText(range.getSheet().getName(), range.getA1Notation()) : 'no cells';
  const { problem, refreshed } = linked;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const told = (at: string) =>
    `${Utilities.formatDate(new Date(at), timeZone, 'yyyy-MM-dd HH:mm')} (${timeZone})`;
  return {
    where: `in the spreadsheet “${spreadsheet.getName()}”, ${cells}`,
    times: [
      ...(problem ? [`Since: ${told(problem.at)}`] : []),
      ...(refreshed ? [`The values shown are of: ${told(refreshed.at)}`] : []),
    ],
  };
}

function valuesLine(values: ValueSources): string[] {
  const pairs = Object.entries(values).map(([name, source]) =>
    source.from === 'cell'
      ? `${name} from ${source.place}`
      : `${name} = ${JSON.stringify(source.value)}`,
  );
  return pairs.length === 0 ? [] : [`Values: ${pairs.join(', ').slice(0, LONGEST_VALUES)}`];
}
