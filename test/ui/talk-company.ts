// What the tests of comments and boards stand on: people, a table of sign-ups with a burst in it, and queries on it.
import pg from 'pg';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../support/browser.ts';
import { newDatabase } from '../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../support/server.ts';
import { peopleOf, sending } from '../server/identity/people.ts';

export interface TalkCompany {
  server: TestServer;
  sql(text: string): Promise<pg.QueryResult>;
  must(who: string, method: string, path: string, body?: unknown): Promise<Answer>;
  ask(who: string, method: string, path: string, body?: unknown): Promise<Answer>;
  open(
    browser: TestBrowser,
    who: string,
    path: string,
    options?: { width?: number; dark?: boolean; expectedErrors?: RegExp },
  ): Promise<Page>;
  stop(): Promise<void>;
}

const burst = {
  slug: 'sign-up-burst',
  title: 'Many sign-ups from one address',
  sql: `select ip, count(*) as accounts, max(made) as latest from signups
    group by ip order by 2 desc, 1`,
  key: ['ip'],
};

const fromAddress = {
  slug: 'accounts-from-address',
  title: 'Accounts from one address',
  sql: 'select name, ip, made from signups where ip = :ip order by name',
  parameters: [{ name: 'ip', type: 'text' }],
  key: ['name'],
};

const total = { slug: 'sign-ups', title: 'Sign-ups', sql: 'select count(*) as total from signups' };

const byDay = {
  slug: 'sign-ups-by-day',
  title: 'Sign-ups by day',
  sql: 'select made::date as day, count(*) as signups from signups group by 1 order by 1',
};

export async function startTalkCompany({
  env = {},
  catalog = {},
}: {
  env?: Record<string, string>;
  catalog?: Record<string, string>;
} = {}): Promise<TalkCompany> {
  const [data, people] = await Promise.all([
    newDatabase({ template: 'empty' }),
    peopleOf({ ada: 'admin', ben: 'author', vera: 'viewer' }),
  ]);
  const inData = new pg.Client({ connectionString: data.adminUrl });
  await inData.connect();
  await inData.query(`create table signups (name text primary key, ip text, made timestamp);
    insert into signups select 'burst' || n, '203.0.113.7', '2026-11-20'::timestamp + n * interval '1 minute'
      from generate_series(1, 40) as n;
    insert into signups select 'calm' || n, '198.51.100.' || n, '2026-11-01'::timestamp + n * interval '1 day'
      from generate_series(1, 20) as n`);
  const server = await startTestServer({
    env: { SOURCE_MAIN_URL: data.readerUrl, ...env },
    catalog,
    options: people.options,
  });
  const ask: TalkCompany['ask'] = (who, method, path, body) =>
    server.ask(path, sending(method, body, people.as(who)));
  const company: TalkCompany = {
    server,
    ask,
    sql: (text) => inData.query(text),
    async must(who, method, path, body) {
      const answer = await ask(who, method, path, body);
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
      return answer;
    },
    async open(browser, who, path, options = {}) {
      const page = await browser.newPage({ ...options, ...people.as(who) });
      await page.goto(server.url + path);
      return page;
    },
    async stop() {
      await server.stop();
      await inData.end();
      await data.drop();
    },
  };
  for (const query of [burst, fromAddress, total, byDay]) {
    await company.must('ben', 'POST', '/api/queries', query);
  }
  return company;
}

/** A picture for whoever changes how it looks: `PICTURES=/somewhere`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, timeout: 90_000 });
}
