// Keeps the result about which a person is asked, so that their yes needs no second fetch.
import type { WholeResult } from '../domain/refresh/content.ts';
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
  const text = askedTexts.of(id);
  // Written by keepAskedResult above.
  const kept = text === null ? null : (JSON.parse(text) as WholeResult);
  return kept?.run === run ? kept : null;
}
