// What a linked range is run with: its record's query and values, if the person has agreed to them.
import { QUERY_GONE } from '../domain/linked-range-note.ts';
import type { ValueSources } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { fetchParameters } from './catalog.ts';
import { requireAgreement } from './ranges/agreements.ts';
import { placedRange } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { choicesInCells, followsCells, valuesFrom } from './ranges/values.ts';
import { sheetPlace } from './run.ts';
import type { RunAsked, RunStart } from './run.ts';
import type { AskedRange, RefreshAsked } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The range with other values than its record says. */
export function withValues(found: PlacedRange, values: ValueSources | undefined): PlacedRange {
  return values ? { ...found, linked: { ...found.linked, values } } : found;
}

/** The run of a linked range, found out where it has to be started. */
export function runOf(
  spreadsheet: Spreadsheet,
  found: PlacedRange,
  { run, finished = false }: RefreshAsked,
): RunAsked {
  return { run, isKnown: finished, start: () => startOf(spreadsheet, found) };
}

function startOf(spreadsheet: Spreadsheet, { linked, timeZone, sheet }: PlacedRange): RunStart {
  const { slug, values } = linked;
  const parameters = followsCells(values) ? fetchParameters(slug) : null;
  const place = sheetPlace(spreadsheet, sheet);
  const { exactText, told } = linked.options;
  const found = valuesFrom(values, spreadsheet, parameters);
  const matchChoices = choicesInCells(values, parameters);
  return {
    slug,
    values: found,
    timeZone,
    exactText,
    matchChoices,
    place,
    ...(told ? { told } : {}),
  };
}

/** What a linked range is run with, if the person has agreed to it. Throws Problem: needs_confirmation and others. */
export function rangeStart(
  spreadsheet: Spreadsheet,
  { range: id, values, agreed }: AskedRange,
): RunStart {
  const found = withValues(placedRange(spreadsheet, id), values);
  const consent = { yes: agreed, ownValues: values !== undefined };
  requireAgreement(spreadsheet, found.linked, consent);
  return startOf(spreadsheet, found);
}

/** A query that is gone is told in the same words wherever it is noticed. */
export function tellingGone<T>(fetch: () => T): T {
  try {
    return fetch();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('not_found', QUERY_GONE, { ...error.extras, gone: true }, error);
  }
}
