// Which sheet tables of a spreadsheet Google's triggers publish as a person, and what became of it: kept for them alone.
import type { TablePlace } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { isRecord } from '../../domain/record/record-fields.ts';
import { parsedOrNull } from '../google/cache.ts';
import { forgetOwnText, keepOwnText, ownText } from '../google/properties.ts';
import type { Publishes } from './table-views.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const PREFIX = 'sheetfeed.publishes.';

export interface OwnPublishing {
  when: Publishes;
  title: string;
  place: Pick<TablePlace, 'tab' | 'tabId' | 'range' | 'tabs'>;
  /** Cells carry notes of what is to be mended. */
  isTold: boolean;
  /** Why the last try by itself gave nothing, besides cells that do not fit. */
  problem?: { at: string; detail: string };
}

/** The person's own, by the names of the tables. */
export function ownPublishing(spreadsheet: Spreadsheet): Record<string, OwnPublishing> {
  const kept = parsedOrNull(ownText(PREFIX + spreadsheet.getId()));
  // Only this file writes it, and only this person's executions.
  return isRecord(kept) ? (kept as Record<string, OwnPublishing>) : {};
}

/** Keeps what is known of a table; one that nothing has to be known of is forgotten. */
export function keepPublishing(
  spreadsheet: Spreadsheet,
  name: string,
  kept: OwnPublishing | null,
): void {
  const { [name]: _before, ...others } = ownPublishing(spreadsheet);
  const isIdle = kept === null || (kept.when === 'asked' && !kept.isTold);
  const now = isIdle ? others : { ...others, [name]: kept };
  const key = PREFIX + spreadsheet.getId();
  if (Object.keys(now).length === 0) forgetOwnText(key);
  else keepOwnText(key, JSON.stringify(now));
}
