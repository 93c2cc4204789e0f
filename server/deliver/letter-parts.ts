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
};

/** What to do about it, where that is told. */
export function noteOf({ what, alert: { note } }: Message): string {
  return what === 'fires' || what === 'reminds' ? note : '';
}

/** Where the message leads. */
export function linksOf({
  message: { what, query, frozen },
  baseUrl,
}: Pick<Letter, 'message' | 'baseUrl'>): { words: string; url: string }[] {
  if (what === 'test') return [];
  const rows = frozen
    ? [{ words: 'The rows as they were', url: baseUrl + routes.frozenPage(frozen) }]
    : [];
  return [{ words: query.title, url: baseUrl + routes.alertsPage(query.slug) }, ...rows];
}
