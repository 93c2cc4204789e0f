// For each row that changes something a request that does, made by an admin, for the tests of the audit.
import { randomUUID } from 'node:crypto';
import type { RowName, RowOf } from '../../../domain/contract/routes.ts';
import type { GoogleConsent } from '../../support/google/consent.ts';
import type { scheduledSheet } from '../../support/scheduled-sheet.ts';
import type { Answer } from '../../support/server.ts';

export interface Request {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export type ChangingRow = {
  [Name in RowName]: RowOf<Name> extends { change: string } ? Name : never;
}[RowName];

const everybody = { runBy: null, writeBy: null, links: true, sheets: true };
const fileOf = (title: string) => ({ text: `/*---\ntitle: ${title}\n---*/\nselect 1 as one\n` });
let count = 0;
/** A name that nothing has yet. */
export const fresh = (word: string) => `${word}-${++count}`;

const tableContent = {
  columns: [{ name: 'account', header: 'Account', type: 'text' }],
  place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:A' },
};

/** What the requests are about is made by these. */
export interface Admin {
  /** Asks as the admin, and throws when that is refused. */
  must(method: string, path: string, body?: unknown): Promise<Answer>;
  signInElsewhere(): Promise<unknown>;
  /** Has somebody of that name become a member. */
  arrives(name: string): Promise<unknown>;
  /** The spreadsheet of the server's schedules. */
  sheet: ReturnType<typeof scheduledSheet>;
  /** Where the admin lets the server write to spreadsheets that they pick. */
  consent: GoogleConsent;
}

/** For each row: makes what it needs, and gives a request that changes it. */
export function changesOf({
  must,
  signInElsewhere,
  arrives,
  sheet,
  consent,
}: Admin): Record<ChangingRow, () => Request | Promise<Request>> {
  async function newQuery(): Promise<string> {
    const slug = fresh('query');
    await must('POST', '/api/queries', { slug, title: slug, sql: 'select 1 as one' });
    return `/api/queries/${slug}`;
  }

  // The range knows one schedule, which is the same for all of them.
  let scheduledQuery: string | null = null;
  const schedule = randomUUID();
  async function rangeSchedule(): Promise<Request> {
    scheduledQuery ??= (await newQuery()).split('/').at(-1) ?? '';
    // Another change may have closed the way into spreadsheets.
    await must('PUT', '/api/policies/main', everybody);
    sheet.noteSchedule(schedule, scheduledQuery);
    return {
      path: `/api/range-schedules/${schedule}`,
      body: sheet.content({ query: scheduledQuery }),
    };
  }

  async function newRangeSchedule(): Promise<string> {
    const { path, body } = await rangeSchedule();
    await must('PUT', path, body);
    return path;
  }

  /** What Google sends the admin back with. */
  async function pick(): Promise<{ state: string | null; code: string | null }> {
    const begun = await must('POST', '/api/google-grant/begin', { returnTo: '/account' });
    const back = consent.approve(begun.json().address, { email: 'ada@example.com', picks: [] });
    return { state: back.searchParams.get('state'), code: back.searchParams.get('code') };
  }

  async function newGroup(): Promise<string> {
    const group = await must('POST', '/api/groups', { name: fresh('group') });
    return `/api/groups/${group.json().id}`;
  }

  async function newInvitation(): Promise<string> {
    const people = `${fresh('invited')}@example.com`;
    await must('POST', '/api/invitations', { people });
    const found = await must('GET', `/api/invitations?search=${people}`);
    return `/api/invitations/${found.json().invitations[0].id}`;
  }

  async function newAlert(): Promise<string> {
    const query = (await newQuery()).split('/').at(-1);
    const alert = await must('POST', '/api/alerts', { query, name: fresh('alert') });
    return `/api/alerts/${alert.json().id}`;
  }

  async function newDestination(): Promise<string> {
    const body = { kind: 'slack', name: fresh('channel'), url: 'https://slack.invalid/x' };
    return `/api/destinations/${(await must('POST', '/api/destinations', body)).json().id}`;
  }

  const slack = { name: '#reports', url: 'https://slack.invalid/x' };
  async function newSubscription() {
    const query = (await newQuery()).split('/').at(-1);
    const kind = 'slack';
    await must('POST', '/api/destinations', { kind, ...slack }).catch(() => {});
    return { query, every: '1 day', to: `${kind}:${slack.name}` };
  }

  async function newRun(): Promise<string> {
    const run = randomUUID();
    await must('POST', '/api/run', { run, source: 'main', sql: 'select 1 as one' });
    return `/api/runs/${run}`;
  }

  async function newFrozen(): Promise<string> {
    return `/api/frozen/${(await must('POST', `${await newRun()}/freeze`)).json().id}`;
  }

  async function newSent() {
    const run = randomUUID();
    await must('POST', `${await newQuery()}/result`, { run });
    const frozen = (await must('POST', `/api/runs/${run}/freeze`)).json().id;
    return { frozen, purpose: 'A reminder', sentOn: '2026-11-30' };
  }

  async function newComment(): Promise<string> {
    const about = `query:${(await newQuery()).split('/').at(-1)}`;
    const made = await must('POST', '/api/comments', { about, text: 'Is that so?' });
    return `/api/comments/${made.json().id}`;
  }

  const content = { title: 'A board', tiles: [] };
  async function newBoard(): Promise<string> {
    const slug = fresh('board');
    await must('POST', '/api/boards', { slug, content });
    return `/api/boards/${slug}`;
  }

  async function newBoardOf(query: string): Promise<string> {
    const slug = fresh('board');
    const tiles = [{ id: 'all', kind: 'table', at: [0, 0, 6, 4], query }];
    await must('POST', '/api/boards', { slug, content: { ...content, tiles } });
    return `/api/boards/${slug}`;
  }

  async function newTable(): Promise<string> {
    const name = fresh('table').replace('-', '_');
    await must('POST', '/api/sheet-tables', { name, ...tableContent });
    return `/api/sheet-tables/${name}`;
  }

  const variation = { title: 'Only one', selection: { most: 1 } };
  async function newVariation(): Promise<string> {
    const made = await must('POST', `${await newQuery()}/variations`, variation);
    return `/api/variations/${made.json().slug}`;
  }

  return {
    'POST variations': async () => ({
      path: `${await newQuery()}/variations`,
      body: variation,
    }),
    'PUT variation': async () => ({
      path: await newVariation(),
      body: { ...variation, title: 'Still only one' },
      headers: { 'if-match': '*' },
    }),
    'PUT variationState': async () => ({
      path: `${await newVariation()}/state`,
      body: { state: 'published' },
    }),
    'DELETE variation': async () => ({ path: await newVariation() }),
    'PUT tableWords': () => ({
      path: '/api/sources/main/words/public/worded',
      body: { means: fresh('meaning') },
      headers: { 'if-match': '*' },
    }),
    'POST boards': () => ({ path: '/api/boards', body: { slug: fresh('board'), content } }),
    'PUT board': async () => ({
      path: await newBoard(),
      body: { version: 1, content: { ...content, title: 'Renamed' } },
    }),
    'POST boardLinks': async () => ({
      path: `${await newBoardOf((await newQuery()).split('/').at(-1) ?? '')}/links`,
      body: { name: 'A link' },
    }),
    'DELETE board': async () => ({ path: await newBoard() }),
    'POST comments': async () => ({
      path: '/api/comments',
      body: { about: `query:${(await newQuery()).split('/').at(-1)}`, text: 'Is that so?' },
    }),
    'PUT comment': async () => ({ path: await newComment(), body: { text: 'It is.' } }),
    'DELETE comment': async () => ({ path: await newComment() }),
    'PUT resolved': async () => ({
      path: `${await newComment()}/resolved`,
      body: { resolved: true },
    }),
    'POST sheetTables': () => ({
      path: '/api/sheet-tables',
      body: { name: fresh('table').replace('-', '_'), ...tableContent },
    }),
    'PUT sheetTable': async () => ({ path: await newTable(), body: { title: 'Renamed' } }),
    'DELETE sheetTable': async () => ({ path: await newTable() }),
    'PUT tableRows': async () => ({
      path: `${await newTable()}/rows`,
      body: { headers: ['Account'], rows: [['Kiln']] },
    }),
    'POST freeze': async () => ({ path: `${await newRun()}/freeze`, body: {} }),
    'POST cite': async () => ({ path: `${await newFrozen()}/cite`, body: {} }),
    'PUT frozenShare': async () => ({ path: `${await newFrozen()}/share`, body: { shared: true } }),
    'POST sentLists': async () => ({ path: '/api/sent-lists', body: await newSent() }),
    async 'DELETE sentList'() {
      const made = await must('POST', '/api/sent-lists', await newSent());
      return { path: `/api/sent-lists/${made.json().id}` };
    },
    'DELETE frozenRun': async () => ({ path: await newFrozen() }),
    'POST queries': () => ({
      path: '/api/queries',
      body: { slug: fresh('made'), title: 'Made', sql: 'select 1 as one' },
    }),
    'PUT query': async () => ({
      path: await newQuery(),
      body: { title: 'Saved', sql: 'select 2 as two' },
      headers: { 'if-match': '*' },
    }),
    'DELETE query': async () => ({ path: await newQuery() }),
    async 'POST restore'() {
      const path = await newQuery();
      await must('DELETE', path);
      return { path: `${path}/restore`, body: {} };
    },
    'PUT file': () => ({ path: `/api/queries/${fresh('file')}/file`, body: fileOf('A file') }),
    'PUT audience': async () => ({
      path: `${await newQuery()}/audience`,
      body: { audience: { members: [], groups: [] } },
    }),
    'POST links': async () => ({ path: `${await newQuery()}/links`, body: { name: 'A link' } }),
    'POST slackChannels': async () => ({
      path: `${await newQuery()}/slack-channels`,
      body: { channel: 'C0GENERAL', name: 'general' },
    }),
    async 'DELETE slackChannel'() {
      const path = `${await newQuery()}/slack-channels`;
      await must('POST', path, { channel: 'C0GENERAL' });
      return { path: `${path}/C0GENERAL` };
    },
    async 'DELETE link'() {
      const made = await must('POST', `${await newQuery()}/links`, { name: 'To be revoked' });
      return { path: `/api/links/${made.json().id}` };
    },
    async 'POST rangeToken'() {
      const query = (await newQuery()).split('/').at(-1);
      return { path: `/api/ranges/${fresh('r')}/token`, body: { query, spreadsheet: 's' } };
    },
    async 'DELETE rangeToken'() {
      const query = (await newQuery()).split('/').at(-1);
      const path = `/api/ranges/${fresh('r')}/token`;
      await must('POST', path, { query, spreadsheet: 's' });
      return { path: `${path}?spreadsheet=s` };
    },
    'POST alerts': async () => ({
      path: '/api/alerts',
      body: { query: (await newQuery()).split('/').at(-1), name: fresh('alert') },
    }),
    'PUT alert': async () => ({ path: await newAlert(), body: { name: fresh('renamed') } }),
    'POST evaluate': async () => ({ path: `${await newAlert()}/evaluate`, body: {} }),
    'POST mute': async () => ({ path: `${await newAlert()}/mute`, body: { until: null } }),
    'DELETE alert': async () => ({ path: await newAlert() }),
    'POST hooks': async () => ({
      path: '/api/hooks',
      body: { name: fresh('hook'), queries: [(await newQuery()).split('/').at(-1)] },
    }),
    async 'DELETE hookById'() {
      const query = (await newQuery()).split('/').at(-1);
      const made = await must('POST', '/api/hooks', { name: fresh('hook'), queries: [query] });
      return { path: `/api/hooks/${made.json().id}` };
    },
    'POST subscriptions': async () => ({
      path: '/api/subscriptions',
      body: await newSubscription(),
    }),
    async 'DELETE subscription'() {
      const made = await must('POST', '/api/subscriptions', await newSubscription());
      return { path: `/api/subscriptions/${made.json().id}` };
    },
    'PUT schedule': async () => ({
      path: `${await newQuery()}/schedule`,
      body: { every: '1 day' },
    }),
    async 'DELETE schedule'() {
      const path = `${await newQuery()}/schedule`;
      await must('PUT', path, { every: '1 day' });
      return { path };
    },
    'PUT rangeSchedule': rangeSchedule,
    'DELETE rangeSchedule': async () => ({ path: await newRangeSchedule() }),
    'PUT rangeSchedulePaused': async () => ({
      path: `${await newRangeSchedule()}/paused`,
      // It is one for all of them.
      body: { paused: false },
    }),
    'POST rangeScheduleRun': async () => ({ path: `${await newRangeSchedule()}/run`, body: {} }),
    async 'POST sheetSend'() {
      const path = `${await newQuery()}/sheet`;
      await must('PUT', '/api/policies/main', everybody);
      return { path, body: { spreadsheet: sheet.workbook.id, tab: fresh('tab') } };
    },
    'POST googleGrant': async () => ({ path: '/api/google-grant', body: await pick() }),
    async 'DELETE googleGrant'() {
      await must('POST', '/api/google-grant', await pick());
      return { path: '/api/google-grant' };
    },
    'POST destinations': () => ({
      path: '/api/destinations',
      body: { kind: 'slack', name: fresh('channel'), url: 'https://slack.invalid/x' },
    }),
    'PUT destination': async () => ({ path: await newDestination(), body: { usedBy: null } }),
    'POST destinationTest': async () => ({ path: `${await newDestination()}/test`, body: {} }),
    'DELETE destination': async () => ({ path: await newDestination() }),
    'POST asks': () => ({ path: '/api/asks', body: { search: '', text: 'Who left?' } }),
    async 'PUT ask'() {
      const asked = await must('POST', '/api/asks', { search: '', text: 'Who came?' });
      return { path: `/api/asks/${asked.json().id}`, body: { state: 'declined', reply: 'No.' } };
    },
    'PUT member': async () => ({
      path: `/api/members/${encodeURIComponent(await memberId(must, 'vera'))}`,
      body: { role: 'author' },
    }),
    async 'DELETE member'() {
      const name = fresh('leaver');
      await arrives(name);
      const path = `/api/members/${encodeURIComponent(await memberId(must, name))}`;
      await must('PUT', path, { active: false });
      return { path };
    },
    'POST invitations': () => ({
      path: '/api/invitations',
      body: { people: `${fresh('invited')}@example.com` },
    }),
    'DELETE invitation': async () => ({ path: await newInvitation() }),
    'POST groups': () => ({ path: '/api/groups', body: { name: fresh('group') } }),
    'PUT group': async () => ({ path: await newGroup(), body: { name: fresh('renamed') } }),
    'DELETE group': async () => ({ path: await newGroup() }),
    'PUT policy': () => ({ path: '/api/policies/main', body: { ...everybody, sheets: false } }),
    'PUT maintenance': () => ({ path: '/api/maintenance', body: { on: false } }),
    'GET whoSeesCsv': () => ({ path: '/api/who-sees.csv' }),
    'GET auditCsv': () => ({ path: '/api/audit.csv?kind=change' }),
    'GET auditLines': () => ({ path: '/api/audit.jsonl?kind=change' }),
    'POST personalTokens': () => ({
      path: '/api/tokens',
      body: { name: fresh('token'), scopes: ['read'], days: 1 },
    }),
    async 'DELETE personalToken'() {
      const token = { name: fresh('token'), scopes: ['read'], days: 1 };
      return { path: `/api/tokens/${(await must('POST', '/api/tokens', token)).json().id}` };
    },
    async 'DELETE session'() {
      await signInElsewhere();
      const { sessions } = (await must('GET', '/api/sessions')).json();
      const other = sessions.find(({ current }: { current: boolean }) => !current);
      return { path: `/api/sessions/${other.id}` };
    },
    'DELETE sessions': () => ({ path: '/api/sessions' }),
  };
}

/** Of the member with this name. */
export async function memberId(must: Admin['must'], name: string): Promise<string> {
  const { members } = (await must('GET', `/api/members?search=${name}`)).json();
  return members[0].id;
}
