// What a page says of itself before it draws itself: its title, and what mail and chats show of a link to it. Never rows.
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { escapeHtml } from '../front/html.ts';

export interface PageHead {
  title: string;
  description: string;
}

const saved = 'Saved queries, live in Google Sheets.';

/** Of a page that everybody has. */
export function headOf(title: string): PageHead {
  return { title: `${title} · Sheetfeed`, description: saved };
}

/** Of a page about a query, for somebody who may see it. */
export function headOfQuery({ title, description }: KnownQuery, of = ''): PageHead {
  return { title: `${of}${title} · Sheetfeed`, description: description || saved };
}

/** Of a query's page for anybody else: it says what the address says, so that nobody learns whether there is one. */
export function headOfSlug(slug: string, of = ''): PageHead {
  const words = slug.replaceAll('-', ' ');
  const title = `${of}${words.charAt(0).toUpperCase()}${words.slice(1)} · Sheetfeed`;
  return { title, description: saved };
}

// A description may be long, and chats cut it anywhere.
const LONGEST = 300;

/** The page with the head in the place of its own title. */
export function withHead(html: string, { title, description }: PageHead): string {
  const told = description.length > LONGEST ? `${description.slice(0, LONGEST)}…` : description;
  const properties = { site_name: 'Sheetfeed', type: 'website', title, description: told };
  const lines = [
    `<title>${escapeHtml(title)}</title>`,
    `<meta name="description" content="${escapeHtml(told)}" />`,
    ...Object.entries(properties).map(
      ([name, content]) => `<meta property="og:${name}" content="${escapeHtml(content)}" />`,
    ),
  ];
  return html.replace('<title>Sheetfeed</title>', () => lines.join('\n    '));
}
