// What stands in a form becomes the values that the server is asked with, and an address, and back.
import { expect, test } from '@jest/globals';
import type { Parameter } from '../../domain/contract/parameter.ts';
import {
  entriesFrom,
  entriesFromSearch,
  entryErrors,
  searchFrom,
  valuesOf,
} from '../../ui/entries.ts';
import { fc } from '../support/random.ts';

const text = (over: Partial<Parameter> = {}): Parameter => ({ name: 'p', type: 'text', ...over });

test('a form opens with what was given, else with the default, else empty', () => {
  const parameters = [
    text({ default: 'a' }),
    text({ name: 'q', default: 'b' }),
    text({ name: 'r' }),
  ];

  const entries = entriesFrom(parameters, { p: 'given', r: null });

  expect(valuesOf(parameters, entries)).toEqual({ p: 'given', q: 'b' });
});

test('a field that was emptied is null where that is allowed, and is left to the default elsewhere', () => {
  const empty = { p: { from: 'text', text: '  ' } } as const;
  expect(valuesOf([text({ optional: true, default: 'x' })], empty)).toEqual({ p: null });
  expect(valuesOf([text({ default: 'x' })], empty)).toEqual({});
});

test('of choices one may have an empty value: an empty field is that one', () => {
  const choice = text({ type: 'choice', choices: [{ value: '', label: 'None' }, { value: 'a' }] });
  const empty = { p: { from: 'text', text: '' } } as const;
  expect(valuesOf([choice], empty)).toEqual({ p: '' });
  expect(entryErrors([choice], empty)).toEqual({});
});

test('an emptied list with a default asks for none, not for the default', () => {
  const parameter = text({ list: true, default: ['a'] });
  expect(valuesOf([parameter], { p: { from: 'texts', texts: ['', ' '] } })).toEqual({ p: [] });
});

test('a number travels digit by digit, so that none is lost', () => {
  const digits = '12345678901234567890.123456789';
  const entries = { p: { from: 'text', text: ` ${digits} ` } } as const;
  expect(valuesOf([text({ type: 'number' })], entries)).toEqual({ p: digits });
});

test('text keeps its spaces and leading zeros', () => {
  const entries = { p: { from: 'text', text: ' 007 ' } } as const;
  expect(valuesOf([text()], entries)).toEqual({ p: ' 007 ' });
});

test('yes and no become booleans', () => {
  const parameter = text({ type: 'boolean' });
  expect(valuesOf([parameter], entriesFrom([parameter], { p: false }))).toEqual({ p: false });
});

test('what is needed and missing, and what is not a number, is told at its field', () => {
  const parameters = [text(), text({ name: 'n', type: 'number', list: true })];
  const errors = entryErrors(parameters, {
    p: { from: 'text', text: '' },
    n: { from: 'texts', texts: ['1.5', '1,5x'] },
  });
  expect(errors['p']).toBe('This is needed to run the query.');
  expect(errors['n']).toContain('“1,5x” is not a number');
});

test('a value that follows a cell is neither missing nor wrong before it is read', () => {
  const entries = { p: { from: 'cell', place: 'Sheet1!B1' } } as const;
  expect(entryErrors([text({ type: 'number' })], entries)).toEqual({});
});

test('a form that goes into an address and back asks with the same values', () => {
  const parameters = [
    text({ name: 'word', default: 'd' }),
    text({ name: 'maybe', optional: true }),
    text({ name: 'many', list: true, optional: true }),
    text({ name: 'amount', type: 'number' }),
    text({ name: 'on', type: 'boolean', default: true }),
  ];
  const words = fc.string({ minLength: 1 }).filter((word) => word.trim() !== '');
  const given = fc.record({
    word: words,
    maybe: words,
    many: fc.array(words.map((word) => word.trim())),
    amount: fc.integer(),
    on: fc.boolean(),
  });
  fc.assert(
    fc.property(given, (values) => {
      const entries = entriesFrom(parameters, values);

      const search = new URLSearchParams(searchFrom(parameters, entries).toString());

      const back = entriesFromSearch(parameters, search);
      expect(valuesOf(parameters, back)).toEqual(valuesOf(parameters, entries));
    }),
  );
});

test('an emptied optional value stays empty in the address and does not become the default', () => {
  const parameters = [text({ type: 'date', optional: true, default: 'today' })];
  const search = searchFrom(parameters, { p: { from: 'text', text: '' } });
  expect(search.toString()).toBe('p=');
  expect(valuesOf(parameters, entriesFromSearch(parameters, search))).toEqual({ p: null });
});
