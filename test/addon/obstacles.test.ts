// What gets in the way of a refresh: each has an outcome that harms nothing, and a sentence.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { SheetsError } from '../../playground/simulator/errors.ts';
import { copySheet } from '../../playground/simulator/workbook/tabs.ts';
import { col, jsonResponse, problemOfCode, problemResponse } from './desk/backend.ts';
import { Desk, vera } from './desk/desk.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from './desk/linked.ts';

test('a protected range is not written, and the owner is who can be asked: a new protection lists no editors', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  desk.sheet('Sheet1').protections.push({
    ...{ id: 1, area: { top: 1, left: 1, bottom: 9, right: 2 }, unprotected: [] },
    ...{ description: '', warningOnly: false, editors: [], owner: 'vera@example.com' },
  });
  table.rows = rowsOf(2, 7);

  const [, ali] = desk.simulation.scripts;
  if (ali) desk.script = ali;
  const refused = problemOf(() => desk.refreshAgreeing(id));

  expect([refused.code, refused.message]).toEqual([
    'range_protected',
    expect.stringContaining('Ask the owner of the spreadsheet.'),
  ]);
  expect(desk.shown('Sheet1')[1]).toEqual(['n1', '1']);
});

test('merged cells in the range are named, and nothing is written', () => {
  const { desk, table, id } = linkedAt(1, 1, 4);
  desk.sheet('Sheet1').merges.push({ top: 2, left: 1, bottom: 3, right: 1 });
  table.rows = rowsOf(4, 7);

  const refused = problemOf(() => desk.refresh(id));

  expect([refused.code, refused.message]).toEqual([
    'range_obstructed',
    expect.stringContaining('A2:A3'),
  ]);
  expect(desk.cell('Sheet1', 5, 1).value).toBe('n4');
});

test('a spreadsheet that is full is refused before anything is written', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  const full = desk.workbook.addSheet('Full');
  full.size = { rows: 9_970_000, columns: 1 };
  table.rows = rowsOf(500);

  const refused = problemOf(() => desk.refresh(id));

  expect(refused.code).toBe('sheet_full');
  expect(desk.shown('Sheet1')).toHaveLength(3);
  expect(problemOf(() => desk.insert('list')).code).toBe('sheet_full');
  expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Full']);
});

test('two people who refresh at once do so one after the other', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  const [vera, ali] = desk.simulation.scripts;
  if (!vera || !ali) throw new Error('Somebody is missing.');
  desk.script = ali;
  desk.refreshAgreeing(id);
  desk.script = vera;
  table.rows = rowsOf(6, 20);
  let meanwhile: unknown;
  let asked = false;
  desk.script.onCall = ({ name }) => {
    if (name !== 'Range.setValues' || asked) return;
    asked = true;
    const run = desk.newRun();
    meanwhile = ali.runFromPage('refreshRange', [{ id, run, confirmed: { editedCells: true } }]);
  };

  desk.refresh(id);

  expect(meanwhile).toMatchObject({ ok: false, problem: { code: 'sheet_busy' } });
  expect(
    desk
      .shown('Sheet1')
      .slice(1)
      .map(([name]) => name),
  ).toEqual(rowsOf(6, 20).map(([name]) => name));
});

test('a duplicated tab is a plain copy: the range stays the one it was', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  desk.workbook.copySheet(desk.sheet('Sheet1').id);
  table.rows = rowsOf(2, 7);

  desk.refresh(id);

  expect(desk.ask('listRanges').ranges.map(({ tab }) => tab)).toEqual(['Sheet1']);
  expect(desk.shown('Copy of Sheet1')[1]).toEqual(['n1', '1']);
  expect(desk.shown('Sheet1')[1]).toEqual(['n7', '7']);
});

test('a deleted tab takes its range with it', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.workbook.addSheet('Other');
  desk.workbook.deleteSheet(desk.sheet('Sheet1').id);

  expect(problemOf(() => desk.refresh(id)).code).toBe('not_found');
  expect(desk.ask('listRanges').ranges).toEqual([]);
});

test('a range that was cut and pasted into another tab is refreshed there', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  const other = desk.workbook.addSheet('Other');
  const area = { top: 1, left: 1, bottom: 3, right: 2 };
  desk.workbook.move(
    { sheetId: desk.sheet('Sheet1').id, area },
    { sheetId: other.id, row: 4, column: 2 },
  );
  table.rows = rowsOf(3, 7);

  const { range } = desk.refresh(id);

  expect(range.place).toBe('Other!B4:C7');
  expect(
    desk
      .shown('Other')
      .slice(3)
      .map((row) => row[1]),
  ).toEqual(['name', 'n7', 'n8', 'n9']);
});

test('a filter that hides rows does not keep them from being written', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  desk.sheet('Sheet1').filter = {
    area: { top: 1, left: 1, bottom: 4, right: 2 },
    hiddenValues: { 1: ['n2'] },
  };
  table.rows = rowsOf(5, 7);

  desk.refresh(id);

  expect(
    desk
      .shown('Sheet1')
      .slice(1)
      .map(([name]) => name),
  ).toEqual(['n7', 'n8', 'n9', 'n10', 'n11']);
});

test('an expired token is renewed once, and then it is told', () => {
  const desk = new Desk();
  desk.backend.save('list', { columns: [col('a')], rows: [['x']] });
  let refusals = 1;
  desk.backend.before = () =>
    refusals-- > 0 ? problemResponse(problemOfCode('unauthenticated')) : undefined;

  expect(desk.ask('searchQueries', { search: '', next: null }).queries).toHaveLength(1);

  refusals = 5;
  const refused = problemOf(() => desk.ask('searchQueries', { search: '', next: null }));
  expect([refused.code, refusals]).toEqual(['unauthenticated', 3]);
});

test('a busy server is asked again after the pause that it names, but not for ever', () => {
  const desk = new Desk();
  desk.backend.save('list', { columns: [col('a')], rows: [['x']] });
  const started = desk.simulation.clock.now();
  let busy = 2;
  desk.backend.before = () =>
    busy-- > 0 ? problemResponse(problemOfCode('rate_limited'), { 'Retry-After': '4' }) : undefined;

  desk.ask('openQuery', { slug: 'list' });
  expect(desk.simulation.clock.now() - started).toBe(8_000);

  busy = 100;
  expect(problemOf(() => desk.ask('openQuery', { slug: 'list' })).code).toBe('rate_limited');
});

test('a server that cannot be reached, or something else in its place, is said in a sentence', () => {
  const desk = new Desk();
  desk.backend.before = () => {
    throw new Error('Address unavailable: https://sheetfeed.example.com');
  };
  const search = () => desk.ask('searchQueries', { search: '', next: null });
  expect(problemOf(search).code).toBe('backend_unreachable');

  desk.backend.before = () => ({
    ...jsonResponse(200, 1),
    body: new TextEncoder().encode('<html>'),
  });
  expect(problemOf(search).code).toBe('backend_unreachable');
});

test('every call carries the person’s token and the add-on’s version', () => {
  const desk = new Desk();
  desk.ask('searchQueries', { search: 'a b&c', next: null });

  const [seen] = desk.backend.seen;
  expect(seen?.path).toBe('/api/queries?search=a%20b%26c');
  const headers = Object.fromEntries(
    Object.entries(seen?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(headers).toMatchObject({ authorization: 'Bearer token-of-vera', 'sheetfeed-addon': '1' });
});

test('Refresh all goes on after a query that the person may not run, and says which', () => {
  const { desk, table } = linkedAt(1, 1, 2);
  desk.backend.save('other', { columns: [col('a')], rows: [['x']] });
  desk.insert('other');
  desk.backend.before = ({ path }) =>
    path === '/api/queries/other/result'
      ? problemResponse(new Problem('forbidden', 'You may not run Other.'))
      : undefined;
  table.rows = rowsOf(2, 7);
  desk.script.open();

  desk.script.clickMenu('Refresh all');

  expect(desk.shown('Sheet1')[1]).toEqual(['n7', '7']);
  expect(desk.script.ui.toasts.at(-1)).toMatchObject({
    text: '1 of 2 ranges refreshed.\nOther: You may not run Other.',
  });
});

test('a query that is gone leaves its values, and the range says so', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.backend.remove('list');

  expect(problemOf(() => desk.refresh(id)).code).toBe('not_found');

  expect(desk.ask('listRanges').ranges[0]?.freshness).toBe('gone');
  expect(desk.shown('Sheet1')[2]).toEqual(['n2', '2']);
});

test('a person who gave no permission is told so, and the menu appears all the same', () => {
  const desk = new Desk();
  desk.script.person = { email: 'vera@example.com', identityToken: () => null };
  const script = desk.script.as({ email: 'vera@example.com', identityToken: () => null });
  desk.script = script;

  script.open('NONE');

  expect(problemOf(() => desk.ask('searchQueries', { search: '', next: null })).code).toBe(
    'not_authorized',
  );
});

test('a box that was left empty when Google asked is named, with the place to tick it', () => {
  const desk = new Desk();
  const all = [
    'openid',
    ...'userinfo.email spreadsheets.currentonly script.container.ui'.split(' '),
  ];
  const grantedScopes = all.map((scope) =>
    scope === 'openid' ? scope : `https://www.googleapis.com/auth/${scope}`,
  );
  desk.script = desk.script.as({ ...vera, grantedScopes });

  const problem = problemOf(() => desk.ask('searchQueries', { search: '', next: null }));

  expect(problem.code).toBe('not_authorized');
  expect(problem.message).toContain(
    'may not connect to its server yet. Allow it with that box ticked',
  );
  expect(problem.extras['allowAt']).toMatch(/^https:\/\/script\.google\.com\//);
});

test('a way out that the administrator closed is said to be that', () => {
  const desk = new Desk();
  desk.backend.before = () => {
    throw new SheetsError('UrlFetch calls to https://x.com are not permitted by your admin');
  };

  const problem = problemOf(() => desk.ask('searchQueries', { search: '', next: null }));
  expect([problem.code, problem.message]).toEqual([
    'not_authorized',
    expect.stringContaining('administrator does not let this add-on reach'),
  ]);
});

test('what keeps one person from refreshing is not told to the others at the range', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  for (const code of ['forbidden', 'not_found', 'rate_limited'] as const) {
    desk.backend.before = ({ path }) =>
      path.endsWith('/result') ? problemResponse(problemOfCode(code)) : undefined;
    expect(problemOf(() => desk.refresh(id)).code).toBe(code);
  }
  desk.backend.before = () => undefined;

  expect(desk.ask('listRanges').ranges[0]).toMatchObject({ freshness: 'fresh', problem: null });
  expect(desk.cell('Sheet1', 1, 1).note).not.toContain('Last problem');
});

test('in a German and a Japanese spreadsheet the cells hold the same', () => {
  for (const locale of ['de_DE', 'ja_JP']) {
    const desk = new Desk({ locale });
    desk.backend.save('list', {
      columns: [col('t'), col('n', 'number', 'numeric'), col('d', 'date')],
      rows: [
        ['1,5', 1.5, '2025-12-31'],
        ['31.12.2025', -0.25, null],
        ['=SUMME(1;2)', 'NaN', '1850-01-01'],
      ],
    });
    const { range } = desk.insert('list');

    expect([locale, desk.values('List').slice(1)]).toEqual([
      locale,
      [
        ['1,5', 1.5, 46022],
        ['31.12.2025', -0.25, ''],
        ['=SUMME(1;2)', 'NaN', '1850-01-01'],
      ],
    ]);
    expect(desk.refresh(range.id).changes.unchanged).toBe(true);
  }
});

test('a chart, a conditional format and a named range over the rows grow and shrink with them', () => {
  const { desk, table, id } = linkedAt(2, 1, 3);
  const sheet = desk.sheet('Sheet1');
  const rows = { top: 3, left: 2, bottom: 5, right: 2 };
  sheet.charts.push({ id: 1, title: 'Amounts', sheetId: sheet.id, areas: [{ ...rows, top: 2 }] });
  sheet.conditionalFormats.push({ areas: [{ ...rows }], formula: '=B3>1', background: '#ff0000' });
  desk.workbook.names.set('amounts', sheet.id, { ...rows });
  const bottoms = () => [
    sheet.charts[0]?.areas[0]?.bottom,
    sheet.conditionalFormats[0]?.areas[0]?.bottom,
    desk.workbook.names.find('amounts')?.area?.bottom,
  ];

  table.rows = rowsOf(9);
  desk.refresh(id);
  expect(bottoms()).toEqual([11, 11, 11]);

  table.rows = rowsOf(2);
  desk.refresh(id);
  expect(bottoms()).toEqual([4, 4, 4]);
});

test('protected cells below that a growing range would move are found before the first write', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  for (let row = 1; row <= 6; row += 1) desk.type('Sheet1', row, 5, 'side');
  desk.type('Sheet1', 8, 1, 'closed');
  desk.sheet('Sheet1').protections.push({
    ...{ id: 1, area: { top: 8, left: 1, bottom: 8, right: 1 }, unprotected: [] },
    ...{ description: '', warningOnly: false, editors: [], owner: 'vera@example.com' },
  });
  const [, ali] = desk.simulation.scripts;
  if (ali) desk.script = ali;
  table.rows = rowsOf(4, 7);

  expect(problemOf(() => desk.refreshAgreeing(id)).code).toBe('range_protected');

  expect(desk.shown('Sheet1')[1]?.slice(0, 2)).toEqual(['n1', '1']);
  expect(desk.ask('listRanges').ranges[0]?.freshness).toBe('failed');
});

test('a query that was renamed goes on under its new name', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  desk.backend.rename('list', 'people');
  table.rows = rowsOf(2, 7);

  const { range } = desk.refresh(id);

  expect([range.slug, range.freshness]).toEqual(['people', 'fresh']);
  expect(desk.ask('openQuery', { slug: 'people' }).ranges.map((one) => one.id)).toEqual([id]);
});

test('where Google will not make room, as beside a table, nothing is changed and the range is not called incomplete', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  for (let row = 2; row <= 5; row += 1) desk.type('Sheet1', row, 5, 'a list of its own');
  table.rows = rowsOf(6, 50);
  desk.script.onCall = ({ name }) => {
    if (name === 'Range.insertCells')
      throw new SheetsError('This operation is not allowed on a table.');
  };

  const refused = problemOf(() => desk.refresh(id));

  expect([refused.code, refused.message]).toEqual([
    'range_obstructed',
    expect.stringContaining('This operation is not allowed on a table.'),
  ]);
  expect(desk.shown('Sheet1').map((row) => row.slice(0, 2))).toEqual([
    ['name', 'amount'],
    ...rowsOf(3).map(([name, amount]) => [name, String(amount)]),
    ['', ''],
  ]);
  expect(desk.ask('listRanges').ranges[0]).toMatchObject({
    freshness: 'failed',
    problem: { code: 'range_obstructed' },
  });
  desk.script.onCall = () => undefined;
  desk.refresh(id);
  expect(desk.cell('Sheet1', 7, 1).value).toBe('n55');
});

test('Google’s daily allowance, used up, is told in a sentence and leaves the values', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  table.rows = rowsOf(2, 7);
  desk.script.onCall = ({ name }) => {
    if (name === 'UrlFetchApp.fetch') {
      throw new SheetsError('Service invoked too many times for one day: urlfetch.');
    }
  };

  const refused = problemOf(() => desk.refresh(id));

  expect([refused.code, refused.message]).toEqual([
    'quota_used_up',
    expect.stringContaining('within 24 hours'),
  ]);
  expect(desk.shown('Sheet1')[1]).toEqual(['n1', '1']);
});

test.each([
  ['Service Spreadsheets timed out while accessing document with id 1a2B.', 'google_unavailable'],
  ['Service Spreadsheets failed while accessing document with id 1a2B.', 'google_unavailable'],
  ['Service error: Spreadsheets', 'google_unavailable'],
  ['Service urlfetch has been called too frequently in one day.', 'quota_used_up'],
  ['This user has too many time-based triggers.', 'quota_used_up'],
  [
    'The data you entered in cell B4 violates the data validation rules set on this cell.',
    'range_obstructed',
  ],
])('what Google says is known: %s', (words, code) => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.script.onCall = ({ name }) => {
    if (name === 'Range.getValues') throw new SheetsError(words);
  };

  expect(problemOf(() => desk.refresh(id)).code).toBe(code);
});

test('a tab copied to another file has a range of its own there, whose schedule does not run', () => {
  const { desk, table, id } = linkedAt(2, 2, 2);
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const other = desk.openCopy();
  for (const named of [...other.workbook.names.list]) other.workbook.names.remove(named.name);
  other.workbook.metadata.list = [];
  copySheet(desk.workbook, desk.sheet('Sheet1'), other.workbook);
  table.rows = rowsOf(3, 7);

  const [range] = other.ask('listRanges').ranges;

  expect(range).toMatchObject({ schedule: null, canUndo: false, freshness: 'fresh' });
  expect(range?.place).toBe("'Copy of Sheet1'!B2:C4");
  other.refreshAgreeing(id);
  expect(other.cell('Copy of Sheet1', 5, 2).value).toBe('n9');
  expect(desk.shown('Sheet1')[3]?.[1]).toBe('n2');
});

test('more columns than the tab has may be said to move with their rows', () => {
  const linked = linkedAt(2, 24, 3);
  const { desk, table, id } = linked;
  setOptions(linked, { companionColumns: 5 });
  desk.type('Sheet1', 3, 1, 'a neighbour');
  desk.type('Sheet1', 4, 26, 'about n2');
  desk.type('Sheet1', 9, 24, 'below');
  table.rows = rowsOf(6);

  desk.refresh(id);

  expect(desk.values('Sheet1').map((row) => row.slice(23))).toEqual([
    ['', '', ''],
    ['name', 'amount', ''],
    ['n1', 1, ''],
    ['n2', 2, 'about n2'],
    ['n3', 3, ''],
    ['n4', 4, ''],
    ['n5', 5, ''],
    ['n6', 6, ''],
    ['', '', ''],
    ['', '', ''],
    ['', '', ''],
    ['below', '', ''],
  ]);
  expect(desk.cell('Sheet1', 3, 1).value).toBe('a neighbour');
});
