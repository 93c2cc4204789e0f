// What a person keeps beside a result: the card names it, and they may say that it is not theirs.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chooseMenu, selectCell, typeInto } from './playground-page.ts';
import { TeamDesk } from './team-desk.ts';

let desk: TeamDesk;

beforeAll(async () => {
  desk = await TeamDesk.open();
});

afterAll(() => desk?.close());

/** Comes back to the sidebar, as somebody does who was in the sheet. */
async function comeBack(): Promise<void> {
  // It looks again after a moment at the earliest.
  await desk.page.waitForTimeout(1_600);
  await desk.sidebar.getByRole('heading', { name: 'Team' }).click();
}

test('the card names a person’s own columns, and what they say is not theirs stands still until they take that back', async () => {
  await desk.startAnew({ ann: 1, bob: 2, cid: 3 });
  await desk.insertAt('A1');
  await typeInto(desk.page, 'C1', 'Note');
  await typeInto(desk.page, 'C3', 'call bob');
  await typeInto(desk.page, 'D1', 'Rank');
  for (const rank of [1, 2, 3]) await typeInto(desk.page, `D${rank + 1}`, `no ${rank}`);
  await comeBack();
  await desk.says('Your own columns: Note, Rank (right of the result). They stay with their rows.');

  await desk.click('Not these beside Team');
  const form = desk.sidebar.getByRole('form', { name: 'Columns that are not yours' });
  await form.getByLabel('Note').uncheck();
  await expect(form.getByLabel('Rank').isChecked()).resolves.toBe(true);
  await form.getByRole('button', { name: 'Not these' }).click();
  await desk.says('Your own columns: Note (right of the result).');
  await desk.says('Not kept with its rows: Rank (right of the result).');

  await desk.holds({ abe: 0, ann: 1, bob: 2, cid: 3 });
  await desk.click('Refresh Team');
  await desk.sidebar
    .getByRole('button', { name: /Refresh|Go on/ })
    .last()
    .waitFor();
  await desk.showsCells([
    ['name', 'amount', 'Note', 'Rank'],
    ['abe', '0', '', 'no 1'],
    ['ann', '1', '', 'no 2'],
    ['bob', '2', 'call bob', 'no 3'],
    ['cid', '3', '', ''],
  ]);

  await selectCell(desk.page, 'D1');
  await chooseMenu(desk.page, 'Insert', '1 column left');
  await typeInto(desk.page, 'E1', 'Place');
  await typeInto(desk.page, 'D2', 'new');
  await comeBack();
  await desk.says('Your own columns: Note, column D (right of the result).');
  await desk.says('Not kept with its rows: Place (right of the result).');

  await desk.click('Keep them with their rows of Team');
  await desk.says('Your own columns: Note, column D, Place (right of the result).');
  await desk.click('Undo options of Team');
  await desk.says('Not kept with its rows: Place (right of the result).');
});

test('a row that left the result is removed with the note beside it once its person has seen what goes, and comes back by undo', async () => {
  await desk.startAnew({ ann: 1, bob: 2, cid: 3 });
  await desk.insertAt('A1');
  // Of several notes one has left its row alone: that is no reason to ask.
  await typeInto(desk.page, 'C2', 'new');
  await typeInto(desk.page, 'C3', 'call bob');
  await typeInto(desk.page, 'C4', 'late');
  await desk.holds({ ann: 1, cid: 3, dan: 4 });
  await desk.click('Refresh Team');
  const struck = [
    ['name', 'amount', ''],
    ['ann', '1', 'new'],
    ['bob', '2', 'call bob'],
    ['cid', '3', 'late'],
    ['dan', '4', ''],
  ];
  await desk.showsCells(struck);
  await desk.says(/^1 row struck through \(A3\): no longer in the result/);

  await desk.click('Remove? The rows struck through in Team');
  const question = desk.sidebar.getByRole('dialog', {
    name: 'Remove 1 row that left the result?',
  });
  await question.getByText('A3 bob: C3 call bob').waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await desk.showsCells(struck);

  await desk.click('Remove? The rows struck through in Team');
  await question.getByRole('button', { name: 'Remove' }).click();
  await desk.says('1 row removed, with what stood beside.');
  await desk.showsCells(struck.filter(([name]) => name !== 'bob'));

  await desk.click('Undo removal of Team');
  await desk.showsCells(struck);
  await desk.says(/^1 row struck through \(A3\)/);
});
