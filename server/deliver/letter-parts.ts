// What the kinds of destinations have in common of a letter: its colour, its note and its links.
import type { Message } from '../../domain/alerts/message.ts';
import { routes } from '../../domain/routes.ts';
import type { Letter } from './destination.ts';

/** What happened, at a glance. */
export const COLOURS: Record<Message['what'], string> = {
  fires: '#b3261e',
  reminds: '#b3261e',
  changes: '#1a6fe0',
  recovers: '#137333',
  no_data: '#8a4b00',
  failing: '#8a4b00',
  ends: '#5b6066',
  test: '#1a6fe0',
  mentions: '#1a6fe0',
  stuck: '#8a4b00',
  result: '#1a6fe0',
  not_had: '#8a4b00',
  invitation: '#1a6fe0',
};

/** What is said of an attachment that is too large; '' where none is. */
export function leftOutWords({ attachment = null }: Pick<Letter, 'attachment'>): string {
  if (attachment === null || attachment.content !== null) return '';
  return 'The table is too large for a mail; the page has it.';
}

/** What to do about it, where that is told. */
export function noteOf({ what, alert: { note } }: Message): string {
  return what === 'fires' || what === 'reminds' ? note : '';
}

/** Where the message leads. */
export function linksOf({
  message: { what, query, frozen, path, subscription },
  baseUrl,
  unsubscribe = null,
}: Pick<Letter, 'message' | 'baseUrl' | 'unsubscribe'>): { words: string; url: string }[] {
  if (what === 'test') return [];
  if (path !== undefined) return [{ words: query.title, url: baseUrl + path }];
  const rows = frozen
    ? [{ words: 'The rows as they were', url: baseUrl + routes.frozenPage(frozen) }]
    : [];
  const page = subscription ? routes.queryPage(query.slug) : routes.alertsPage(query.slug);
  const end = unsubscribe === null ? [] : [{ words: 'End this subscription', url: unsubscribe }];
  return [{ words: query.title, url: baseUrl + page }, ...rows, ...end];
}
