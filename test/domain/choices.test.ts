// Which choice is meant by what people write.
import { expect, test } from '@jest/globals';
import { choiceFinder, nearestChoices } from '../../domain/choices.ts';

const customers = [
  { value: '00145', label: 'Maple Optics' },
  { value: '00146', label: 'Café Müller' },
  { value: '00147', label: 'Twin' },
  { value: '00148', label: 'Twin' },
];
const find = choiceFinder(customers);
const valueOf = (text: string) => find(text).found?.value ?? null;

test('a choice is found by its value, its label, without case, accents, spaces and zeros that make no difference', () => {
  expect(
    ['00145', 'Maple Optics', ' maple  OPTICS', '145', '0145', 'cafe muller'].map(valueOf),
  ).toEqual([...['00145', '00145', '00145', '00145', '00145', '00146']]);
  expect(['Mapel Optics', '14', '', 'nonsense'].map(valueOf)).toEqual([null, null, null, null]);
});

test('what several choices are called is none of them, and they are named', () => {
  expect(find('twin')).toEqual({ found: null, alike: customers.slice(2) });
});

test('a value counts before a label that says the same', () => {
  const swapped = choiceFinder([
    { value: '1', label: '2' },
    { value: '2', label: '1' },
  ]);

  expect([swapped('1').found?.value, swapped('01').found?.value]).toEqual(['1', '1']);
});

test('the choices that look most like a text are named', () => {
  expect(nearestChoices(customers, 'Mapel Optics').map(({ value }) => value)).toEqual(['00145']);
  expect(nearestChoices(customers, 'optics').map(({ value }) => value)).toEqual(['00145']);
  expect(nearestChoices(customers, 'something else')).toEqual([]);
});
