// A script for the simulator that decides a refresh with the add-on's own driver, and writes nothing.
import { writtenTexts } from '../../../addon/google/kept-texts.ts';
import { placedRange } from '../../../addon/ranges/records.ts';
import { follow } from '../../../addon/sheet/reads.ts';
import type { WholeResult } from '../../../domain/refresh/content.ts';
import { decideRefresh } from '../../../domain/refresh/refresh.ts';
import type { RefreshedBy } from '../../../domain/refresh/refresh.ts';
import { told } from './told-decision.ts';
import type { Told } from './told-decision.ts';

/** What a refresh of the range with the result would do. */
export function decide(id: string, result: WholeResult, how: RefreshedBy): Told {
  const now = placedRange(SpreadsheetApp.getActiveSpreadsheet(), id);
  const { timeZone } = now;
  return told(() => follow(decideRefresh(now, { result, how, timeZone, shown: {} }), now));
}

/** What is remembered of the range when it was last written. */
export function written(id: string): string | null {
  return writtenTexts.of(id);
}
