// What nonsense may be sent to: one of each thing that members make, and the same of a query that none of them may see.
import { randomUUID } from 'node:crypto';
import { ask } from '../../support/server.ts';

/** Stands in title, row, comment, board and alert of the hidden query, in nothing that is sent, and in no id. */
export const HIDDEN = 'mark of what is hidden';

interface Made {
  id?: string;
  token?: string;
  slug?: string;
}

/** Makes them as an admin; `author` becomes one. The ids of all. */
export async function makeThings(
  port: number,
  headers: Record<string, string>,
  author: string | undefined,
): Promise<string[]> {
  const ids: string[] = [];
  const make = async (path: string, body: object = {}, method = 'POST') => {
    const { status, text } = await ask(port, path, { method, headers, body });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    const made = (text === '' ? {} : JSON.parse(text)) as Made;
    ids.push(...[made.id, made.token].filter((each) => each !== undefined));
    return made;
  };
  await make('/api/groups', { name: 'A group', members: [] });
  const slack = { kind: 'slack', name: '#nowhere', url: 'https://slack.invalid/x' };
  await make('/api/destinations', slack);
  await make('/api/queries', { title: 'A title', slug: 'a-title', sql: 'select 1 as one' });
  await make('/api/sheet-tables', TABLE);
  // A link is a right to what it shows: there is none to what is hidden.
  await make('/api/queries/one/links', { name: 'A link' });
  await make('/api/queries/one/variations', { title: 'Only one', selection: { most: 1 } });
  ids.push(...(await makeAround(make, { query: 'one', board: 'a-board', text: 'Is that so?' })));

  const sql = `select '${HIDDEN}' as words`;
  await make('/api/queries', { title: `A ${HIDDEN}`, slug: 'hidden', sql, key: ['words'] });
  const nobody = { audience: { members: [], groups: [] } };
  await make('/api/queries/hidden/audience', nobody, 'PUT');
  const around = { query: 'hidden', board: 'hidden-board', text: HIDDEN };
  ids.push(...(await makeAround(make, around)));

  // In local mode there are neither tokens nor other members.
  if (author === undefined) return ids;
  await make('/api/tokens', { name: 'A token', scopes: ['read'], days: 1 });
  await make(`/api/members/${author}`, { role: 'author' }, 'PUT');
  return ids;
}

const TABLE = {
  name: 'a_table',
  place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:B' },
  columns: [{ name: 'account', header: 'Account', type: 'text' }],
};

/** Of a query: a run that is kept, another that is frozen, an alert, a hook, a subscription, a board, a comment. */
async function makeAround(
  make: (path: string, body?: object, method?: string) => Promise<Made>,
  { query, board, text }: { query: string; board: string; text: string },
): Promise<string[]> {
  const [kept, frozen] = [randomUUID(), randomUUID()];
  for (const run of [kept, frozen]) await make(`/api/queries/${query}/result`, { run });
  await make(`/api/runs/${frozen}/freeze`);
  await make('/api/alerts', { query, name: text });
  await make('/api/hooks', { name: text, queries: [query] });
  await make('/api/subscriptions', { query, every: '1 day', to: 'slack:#nowhere' });
  const tiles = [{ id: 'one', kind: 'number', at: [0, 0, 4, 2], query }];
  await make('/api/boards', { slug: board, content: { title: text, tiles } });
  await make('/api/comments', { about: `query:${query}`, text });
  return [kept, frozen];
}
