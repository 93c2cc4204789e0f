// The self-check that the first person with a Google account runs.
import { expect, test } from '@jest/globals';
import { Desk } from './desk/desk.ts';

test('the self-check finds nothing different where the sheet does what the simulator does', () => {
  const desk = new Desk({ timeZone: 'Etc/UTC' });
  desk.script.open();

  desk.script.clickMenu('Check this spreadsheet');

  const verdicts = desk.shown('Self-check').map((row) => row[5]);
  expect(verdicts.length).toBeGreaterThan(80);
  expect(new Set(verdicts.slice(1))).toEqual(new Set(['ok']));
  expect(desk.script.ui.toasts.at(-1)?.text).toContain('All values were written as expected');
});

test('the self-check names what is different', () => {
  const desk = new Desk({ timeZone: 'Etc/UTC' });
  desk.script.open();
  let meddled = false;
  desk.script.onCall = ({ name }) => {
    if (meddled || name !== 'Range.getDisplayValues') return;
    meddled = true;
    desk.type('Self-check', 2, 3, 'something else');
  };

  desk.script.clickMenu('Check this spreadsheet');

  expect(desk.shown('Self-check')[1]?.[5]).toBe('DIFFERENT');
  expect(desk.script.ui.toasts.at(-1)?.text).toContain('1 of ');
});
