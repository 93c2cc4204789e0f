// The titles of pages, and what mail and chats show of a link: the query's words for who may see it, and never its rows.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let own: TestDatabase;
let people: People;
let server: TestServer;
beforeAll(async () => {
  own = await newDatabase({ template: 'own' });
  people = await peopleOf({ anna: 'author', vera: 'viewer' });
  const header = 'title: Costs & "benefits"\ndescription: What <b>each</b> brings.';
  server = await startTestServer({
    env: { DATABASE_URL: own.adminUrl, SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: { 'costs.sql': `/*---\n${header}\n---*/\nselect 'a secret row' as cell\n` },
    options: people.options,
  });
  const draft = { title: 'Plan of layoffs', sql: 'select 1 as one', source: 'sample' };
  const body = { ...draft, slug: 'headcount-next-year', status: 'draft' };
  const made = await server.ask('/api/queries', sending('POST', body, people.as('anna')));
  expect(made.status).toBe(201);
});
afterAll(async () => {
  await server?.stop();
  await own?.drop();
});

async function headOf(address: string, asked = {}) {
  const { text } = await server.ask(address, asked);
  const found = (pattern: RegExp) => pattern.exec(text)?.[1];
  return {
    text,
    title: found(/<title>(.*)<\/title>/),
    ogTitle: found(/<meta property="og:title" content="([^"]*)"/),
    description: found(/<meta property="og:description" content="([^"]*)"/),
  };
}

test.each([
  ['/', 'The catalog · Sheetfeed'],
  ['/new', 'New query · Sheetfeed'],
  ['/asks', 'Asked for · Sheetfeed'],
  ['/account', 'Your account · Sheetfeed'],
  ['/admin/members', 'Admin · Sheetfeed'],
  ['/q/costs/edit', 'Edit Costs &amp; &quot;benefits&quot; · Sheetfeed'],
  ['/q/costs/history', 'History of Costs &amp; &quot;benefits&quot; · Sheetfeed'],
])('%s has the title %j of its own before any script has run', async (address, title) => {
  expect(await headOf(address, people.as('anna'))).toMatchObject({ title, ogTitle: title });
});

test('a link to a query shows its title and description in a chat, escaped, and no row', async () => {
  const head = await headOf('/q/costs', people.as('vera'));

  expect(head).toMatchObject({
    title: 'Costs &amp; &quot;benefits&quot; · Sheetfeed',
    ogTitle: 'Costs &amp; &quot;benefits&quot; · Sheetfeed',
    description: 'What &lt;b&gt;each&lt;/b&gt; brings.',
  });
  expect(head.text).not.toContain('a secret row');
});

test('who may not see a query learns no more of it than its address says, nor whether there is one', async () => {
  const its = async (address: string, asked = {}) => {
    const { title, description } = await headOf(address, asked);
    return { title, description };
  };
  const unknown = {
    title: 'Headcount next year · Sheetfeed',
    description: 'Saved queries, live in Google Sheets.',
  };
  const at = '/q/headcount-next-year';

  expect(await its(at, people.as('anna'))).toMatchObject({ title: 'Plan of layoffs · Sheetfeed' });
  expect(await its(at, people.as('vera'))).toEqual(unknown);
  const nobody = { headers: { authorization: 'Bearer nobody' } };
  expect(await its(at, nobody)).toEqual(unknown);
  expect(await its('/q/costs', nobody)).toEqual({ ...unknown, title: 'Costs · Sheetfeed' });
  expect(await its('/q/not-there', nobody)).toEqual({ ...unknown, title: 'Not there · Sheetfeed' });
});

test('a share link shows the title of what it shares to whoever has it', async () => {
  const wanted = sending('POST', { name: 'Board' }, people.as('anna'));
  const { token } = (await server.ask('/api/queries/costs/links', wanted)).json();

  expect(await headOf(`/s/${token}`)).toMatchObject({
    ogTitle: 'Costs &amp; &quot;benefits&quot; · Sheetfeed',
  });
});
