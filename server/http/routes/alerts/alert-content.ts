// An alert as it is asked for, with what it takes from its query.
import type { AlertContent } from '../../../../domain/contract/alert.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';

/** The key is the query's where none is named. */
export function wholeContent(
  asked: Omit<AlertContent, 'key'> & { key?: string[] | undefined },
  { key }: KnownQuery,
): AlertContent {
  return { ...asked, key: asked.key ?? key };
}
