// The example queries: each file reads well in a catalog, and each shows something with its defaults.
import { describe, expect, test } from '@jest/globals';
import { asksNothing, parametersOf, read, run, slugs } from './example-queries.ts';

test('there are at least sixteen example queries', () => {
  expect(slugs.length).toBeGreaterThanOrEqual(16);
});

describe.each(slugs)('%s', (slug) => {
  test('has a header with a title, a description and tags, and uses the sample', () => {
    const { header } = read(slug);

    expect(header.title).toMatch(/^[A-Z].{3,60}$/);
    expect(header.description).toMatch(/^[A-Z].{30,}\.$/s);
    expect(header.tags.length).toBeGreaterThan(0);
    expect(header.source).toBe('sample');
  });

  test('names only queries that exist where it takes its choices from', () => {
    for (const { choices } of parametersOf(slug))
      if (choices && 'query' in choices) expect(slugs).toContain(choices.query);
  });

  test('has a former name that no query has now', () => {
    for (const former of read(slug).header.formerly ?? []) expect(slugs).not.toContain(former);
  });
});

// All is well there, until somebody breaks a row to see an alert.
const empty = ['inconsistent-invoices'];
const showing = asksNothing.filter((slug) => !empty.includes(slug));

test.each(showing)('%s shows rows with its defaults', async (slug) => {
  const { rowCount } = await run(slug);

  expect(rowCount).toBeGreaterThan(0);
  expect(rowCount).toBeLessThan(5000);
});

test('each list of choices has at most 1,000 entries, all different', async () => {
  for (const slug of ['stack-list', 'add-on-list', 'customer-list']) {
    const { rows } = await run(slug);

    expect(rows.length).toBeLessThanOrEqual(1000);
    expect(new Set(rows.map(({ value }) => value)).size).toBe(rows.length);
  }
});

test('a customer taken from the list of customers has usage to show', async () => {
  const [customer] = (await run('customer-list')).rows;

  const { rowCount } = await run('customer-usage', {
    customer: customer.value,
    since: '2000-01-01',
  });

  expect(rowCount).toBeGreaterThan(0);
});

test('there is a parameter of every type, lists, choices by query and optional ones', () => {
  const all = slugs.flatMap(parametersOf);

  expect(new Set(all.map(({ type }) => type))).toEqual(
    new Set(['text', 'number', 'boolean', 'date', 'timestamp', 'choice']),
  );
  expect(all.some(({ list }) => list)).toBe(true);
  expect(all.some(({ optional }) => optional)).toBe(true);
  expect(all.some(({ choices }) => choices && 'query' in choices)).toBe(true);
});

test('the check of subscriptions finds each kind of contradiction', async () => {
  const { rows } = await run('inconsistent-subscriptions');

  expect(new Set(rows.map(({ reason }) => reason))).toEqual(
    new Set([
      'ended before it started',
      'active, but has an end in the past',
      'active, but the account is closed',
      'price differs from the list price',
      'second active subscription of the account',
    ]),
  );
});

test('the burst of abuse is the first thing that the query for it shows', async () => {
  const { rows } = await run('abuse-by-address');

  expect(rows[0]).toMatchObject({ address: '203.0.113.77', sign_ups: '340' });
});

test('a customer with add-ons has them listed, app by app, and those removed where they are asked for', async () => {
  const { rows } = await run('customers-with-add-on', { add_on: 'redis' });
  const customer = rows[0].customer_number;

  const today = (await run('add-ons-of-customer', { customer, only_current: true })).rows;
  const ever = (await run('add-ons-of-customer', { customer, only_current: false })).rows;

  expect(today.filter(({ add_on }) => add_on === 'Redis cache')).toHaveLength(Number(rows[0].apps));
  expect(today.every(({ removed_on }) => removed_on === null)).toBe(true);
  expect(ever.length).toBeGreaterThanOrEqual(today.length);
});

test('the health of accounts begins with accounts that differ, and stays between 0 and 100', async () => {
  const { rows } = await run('account-health', { at_most: 1000 });
  const scores = rows.map(({ score }) => Number(score));
  const first = rows.slice(0, 20);

  expect(new Set(scores.slice(0, 20)).size).toBeGreaterThan(10);
  expect(
    new Set(first.map(({ unpaid, monthly_price }) => unpaid + monthly_price)).size,
  ).toBeGreaterThan(3);
  expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...scores)).toBeLessThanOrEqual(100);
  expect(scores).toEqual([...scores].sort((a, b) => a - b));
});
