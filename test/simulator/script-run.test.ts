// What may cross between a page and the script, and how many calls at once.
import { expect, test } from '@jest/globals';
import { RunQueue, copyForRun } from '../../playground/simulator/script/script-run.ts';
import { newSimulation } from '../support/simulator.ts';

test('plain values cross as copies, undefined becomes null in lists and vanishes from objects', () => {
  const given = { a: [1, undefined, 'x', null], b: undefined, c: { d: true } };

  const copy = copyForRun(given) as typeof given;

  expect(copy).toEqual({ a: [1, null, 'x', null], c: { d: true } });
  expect(Object.keys(copy)).toEqual(['a', 'c']);
  expect(copy.c).not.toBe(given.c);
});

test.each([
  ['a date', new Date()],
  ['a function', () => 1],
  ['a map', new Map()],
  ['a date inside', { at: [new Date()] }],
])('%s makes the call fail', (_name, value) => {
  expect(() => copyForRun(value)).toThrow(TypeError);
});

test('what refers to itself makes the call fail, what stands twice does not', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const twice = { x: 1 };

  expect(() => copyForRun(circle)).toThrow(TypeError);
  expect(copyForRun([twice, twice])).toEqual([{ x: 1 }, { x: 1 }]);
});

test('a page cannot call hidden functions, nor be answered with a date', () => {
  const { script } = newSimulation({
    code: 'function open() { return { at: new Date() }; } function hidden_() {} function echo(given) { given.more = 1; return given; }',
  });
  const given = { some: 2 };

  expect(script.runFromPage('echo', [given])).toEqual({ some: 2, more: 1 });
  expect(given).toEqual({ some: 2 });
  expect(() => script.runFromPage('hidden_')).toThrow('Script function not found: hidden_');
  expect(() => script.runFromPage('absent')).toThrow('Script function not found: absent');
  expect(() => script.runFromPage('open')).toThrow(TypeError);
});

test('ten calls run at once, and the eleventh starts when one ends', async () => {
  const queue = new RunQueue();
  const ends: (() => void)[] = [];
  let started = 0;
  const calls = Array.from({ length: 12 }, () =>
    queue.add(() => {
      started++;
      return new Promise<void>((resolve) => ends.push(resolve));
    }),
  );
  await Promise.resolve();
  expect(started).toBe(10);

  ends.shift()?.();
  await calls[0];
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toBe(11);
  while (ends.length > 0 || started < 12) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(calls);
  expect(started).toBe(12);
});
