// Which ranges of a spreadsheet a person has refreshed as them by what people do there: kept where only their own
// executions write, for a record can be written by every editor.
import type { Prompt } from '../../domain/linked-range.ts';
import { isRecord } from '../../domain/record/record-fields.ts';
import { parsedOrNull } from '../google/cache.ts';
import { forgetOwnText, keepOwnText, ownText } from '../google/properties.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const PREFIX = 'sheetfeed.prompts.';

export type OwnPrompts = Record<string, Prompt[]>;

/** The person's own, by the ids of the ranges. */
export function ownPrompts(spreadsheet: Spreadsheet): OwnPrompts {
  const kept = parsedOrNull(ownText(PREFIX + spreadsheet.getId()));
  if (!isRecord(kept)) return {};
  const known = Object.entries(kept).flatMap(([id, on]): [string, Prompt[]][] =>
    Array.isArray(on) ? [[id, on.filter(isPrompt)]] : [],
  );
  return Object.fromEntries(known);
}

/** Keeps what prompts a range; nothing is nothing any more. */
export function keepOwnPrompts(spreadsheet: Spreadsheet, id: string, on: readonly Prompt[]): void {
  const { [id]: _before, ...others } = ownPrompts(spreadsheet);
  const now: OwnPrompts = on.length === 0 ? others : { ...others, [id]: [...on] };
  const name = PREFIX + spreadsheet.getId();
  if (Object.keys(now).length === 0) forgetOwnText(name);
  else keepOwnText(name, JSON.stringify(now));
}

function isPrompt(value: unknown): value is Prompt {
  return value === 'open' || value === 'edit';
}
