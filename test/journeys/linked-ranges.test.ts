// What people do with a linked range, and that it harms nothing of theirs on the way.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chooseMenu, openPlayground, selectCell, sidebarOf, typeInto } from './playground-page.ts';
import { TeamDesk } from './team-desk.ts';

let desk: TeamDesk;

beforeAll(async () => {
  desk = await TeamDesk.open();
});

afterAll(() => desk?.close());

test('formulas beside and below follow the range while it grows and shrinks, and no cell of theirs is covered', async () => {
  await desk.startAnew({ ann: 1, bob: 2, cid: 3 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'C2', '=B2*10');
  await typeInto(desk.page, 'A7', 'All');
  await typeInto(desk.page, 'B7', '=SUM(B2:B4)');
  await typeInto(desk.page, 'E1', '=SUM(B2:B4)');
  await desk.showsCells([
    ['name', 'amount', '', '', '6 =SUM(B2:B4)'],
    ['ann', '1', '10 =B2*10', '', ''],
    ['bob', '2', '', '', ''],
    ['cid', '3', '', '', ''],
    ['', '', '', '', ''],
    ['', '', '', '', ''],
    ['All', '6 =SUM(B2:B4)', '', '', ''],
  ]);

  await desk.holds({ ann: 1, bob: 2, cid: 3, dan: 4, eve: 5 });
  await desk.click('Refresh Team');
  await desk.showsCells([
    ['name', 'amount', '', '', '15 =SUM(B2:B6)'],
    ['ann', '1', '10 =B2*10', '', ''],
    ['bob', '2', '', '', ''],
    ['dan', '4', '40 =B4*10', '', ''],
    ['eve', '5', '50 =B5*10', '', ''],
    ['cid', '3', '', '', ''],
    ['', '', '', '', ''],
    ['', '', '', '', ''],
    ['All', '15 =SUM(B2:B6)', '', '', ''],
  ]);

  await desk.holds({ ann: 7, eve: 5 });
  await desk.click('Refresh Team');
  await desk.showsCells([
    ['name', 'amount', '', '', '12 =SUM(B2:B3)'],
    ['ann', '7', '70 =B2*10', '', ''],
    ['eve', '5', '50 =B3*10', '', ''],
    ['', '', '', '', ''],
    ['', '', '', '', ''],
    ['All', '12 =SUM(B2:B3)', '', '', ''],
    ['', '', '', '', ''],
  ]);
});

const MOMENT = /^\d+\/\d+\/\d{4} \d\d:\d\d:\d\d$/;

test('a range that adds below keeps its old rows, says of all when they came, and moves what stands below', async () => {
  await desk.startAnew({ ann: 1, bob: 2 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'A5', 'below');
  await desk.openPart('Options');
  await desk.sidebar.getByRole('radio', { name: 'Add below' }).check();
  await desk.click('Save options');
  await desk.holds({ ann: 8 });

  await desk.click('Refresh Team');

  await desk.showsCells([
    ['name', 'amount', 'added_at'],
    ['ann', '1', MOMENT],
    ['bob', '2', MOMENT],
    ['ann', '8', MOMENT],
    ['', '', ''],
    ['below', '', ''],
  ]);
});

test('rows matched by their key keep the order and the remarks that a person gave them', async () => {
  await desk.startAnew({ ann: 1, bob: 2, cid: 3 });
  await desk.insertAt('A1');
  await desk.openPart('Options');
  await desk.sidebar.getByRole('radio', { name: 'Match rows' }).check();
  await desk.sidebar
    .getByRole('group', { name: 'Columns that name a row' })
    .getByLabel('name')
    .check();
  await desk.sidebar.getByLabel('My own columns beside it').fill('1');
  await desk.click('Save options');
  await desk.sidebar.getByRole('button', { name: 'Save options' }).waitFor({ state: 'detached' });
  await typeInto(desk.page, 'C1', 'remark');
  await typeInto(desk.page, 'C3', 'call bob');
  await selectCell(desk.page, 'A2:C4');
  await chooseMenu(desk.page, 'Data', 'Sort the selection by column A (Z to A)');
  await desk.showsCells([
    ['name', 'amount', 'remark'],
    ['cid', '3', ''],
    ['bob', '2', 'call bob'],
    ['ann', '1', ''],
  ]);

  await desk.holds({ abe: 0, bob: 20, cid: 3 });
  await desk.click('Refresh Team');

  await desk.showsCells([
    ['name', 'amount', 'remark'],
    ['abe', '0', ''],
    ['cid', '3', ''],
    ['bob', '20', 'call bob'],
    ['', '', ''],
  ]);
});

test('undo brings the cells back that the last refresh replaced and removed', async () => {
  await desk.startAnew({ ann: 1, bob: 2 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'A5', 'below');
  await desk.holds({ ann: 9 });
  await desk.click('Refresh Team');
  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '9'],
    ['', ''],
    ['below', ''],
  ]);

  await desk.click('Undo refresh of Team');

  await desk.says('The last refresh was undone.');
  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '1'],
    ['bob', '2'],
    ['', ''],
    ['below', ''],
  ]);
});

test('two people refresh one range in turn, each asked once whether it may run as them, and it says whose refresh was the last', async () => {
  await desk.startAnew({ ann: 1 });
  await desk.insertAt('A1');
  await desk.says('by vera.viewer@example.com');
  await desk.holds({ ann: 1, bob: 2 });

  await desk.beSeated('Ali Author (author)');
  await openRanges();
  await desk.click('Refresh Team');
  await desk.says('Refresh as you?');
  await desk.click('Refresh as me');

  await desk.says('by ali.author@example.com');
  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '1'],
    ['bob', '2'],
    ['', ''],
  ]);

  await desk.holds({ bob: 3 });
  await desk.beSeated('Vera Viewer (viewer)');
  await openRanges();
  await desk.click('Refresh Team');

  await desk.says('by vera.viewer@example.com');
  await desk.showsCells([
    ['name', 'amount'],
    ['bob', '3'],
    ['', ''],
  ]);
});

test('one range refreshed from two windows at the same moment has its rows once, and what stands below is whole', async () => {
  await desk.startAnew({ ann: 1 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'A4', 'below');
  const other = await desk.secondWindow();
  await sidebarOf(other)
    .getByRole('button', { name: /linked range/i })
    .first()
    .click();
  const again = sidebarOf(other).getByRole('button', { name: 'Refresh Team' });
  await again.waitFor();
  await desk.holds({ ann: 2, bob: 3, cem: 4 });

  await Promise.all([desk.click('Refresh Team'), again.click()]);

  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '2'],
    ['bob', '3'],
    ['cem', '4'],
    ['', ''],
    ['below', ''],
    ['', ''],
  ]);
  for (const sidebar of [desk.sidebar, sidebarOf(other)]) {
    await sidebar.getByRole('button', { name: 'Refresh Team', disabled: false }).waitFor();
    expect(await sidebar.getByRole('alert').count()).toBe(0);
  }
  await other.close();
});

test('a query that fails or is gone leaves the cells whole and says so, and goes on when it is back', async () => {
  await desk.startAnew({ ann: 1 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'A4', 'below');
  const before = [
    ['name', 'amount'],
    ['ann', '1'],
    ['', ''],
    ['below', ''],
  ];
  await desk.change('alter table team rename to team_away');

  await desk.click('Refresh Team');
  await desk.sidebar.getByRole('alert').waitFor();
  await desk.showsCells(before);
  await desk.change('alter table team_away rename to team');
  await desk.holds({ ann: 2 });
  await desk.click('Refresh Team');
  await desk.says('1 row changed.');
  await desk.showsCells([['name', 'amount'], ['ann', '2'], ...before.slice(2)]);

  const putBack = await desk.removeQuery();
  await desk.holds({ ann: 3 });
  await served(false);
  await desk.click('Refresh Team');
  await desk.says(/no longer in the catalog/);
  await desk.showsCells([['name', 'amount'], ['ann', '2'], ...before.slice(2)]);

  await putBack();
  await served(true);
  await openPlayground(desk.page, desk.program.url);
  await openRanges();
  await desk.click('Refresh Team');
  await desk.showsCells([['name', 'amount'], ['ann', '3'], ...before.slice(2)]);
});

async function openRanges(): Promise<void> {
  await desk.sidebar
    .getByRole('button', { name: /linked range/i })
    .first()
    .click();
  await desk.sidebar.getByRole('button', { name: 'Refresh Team' }).waitFor();
}

async function served(there: boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { ok } = await fetch(`${desk.program.url}/api/queries/team`);
    if (ok === there) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The catalog did not notice its folder.');
}
