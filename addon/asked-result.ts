// Keeps the result about which a person is asked, so that their yes needs no second fetch.
import type { WholeResult } from '../domain/refresh/content.ts';
import { isRecord } from '../domain/record/record-fields.ts';
import { parsedOrNull } from './google/cache.ts';
import { askedTexts } from './google/kept-texts.ts';

/** A longer one is fetched again by its run's id, which takes no longer than to keep it. */
const MOST_CHARACTERS = 2_000_000;

/** Keeps it for the range, instead of any that was kept before. */
export function keepAskedResult(id: string, result: WholeResult): void {
  const text = JSON.stringify(result);
  if (text.length <= MOST_CHARACTERS) askedTexts.keep(id, text);
}

/** The result of `run` about which a person was asked; null where it is not kept any more. */
export function askedResult(id: string, run: string): WholeResult | null {
  // Written by keepAskedResult above, unless its pieces were lost or changed.
  const kept = parsedOrNull(askedTexts.of(id));
  return isRecord(kept) && kept['run'] === run ? (kept as unknown as WholeResult) : null;
}
