// The self-check that the first person with a Google account runs.
import { expect, test } from '@jest/globals';
import { Desk } from './desk/desk.ts';

test('the self-check finds nothing different where the sheet does what the simulator does', () => {
  const desk = new Desk({ timeZone: 'Etc/UTC' });
  const said = desk.ask('checkSpreadsheet');

  const verdicts = desk.shown('Self-check').map((row) => row[5]);
  expect(verdicts.length).toBeGreaterThan(80);
  expect(new Set(verdicts.slice(1))).toEqual(new Set(['ok']));
  expect(said).toContain('All values were written as expected');
});

test('the self-check names what is different', () => {
  const desk = new Desk({ timeZone: 'Etc/UTC' });
  let meddled = false;
  desk.script.onCall = ({ name }) => {
    if (meddled || name !== 'Range.getDisplayValues') return;
    meddled = true;
    desk.type('Self-check', 2, 3, 'something else');
  };

  const said = desk.ask('checkSpreadsheet');

  expect(desk.shown('Self-check')[1]?.[5]).toBe('DIFFERENT');
  expect(said).toContain('1 of ');
});
