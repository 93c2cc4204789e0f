// The bundle that is pushed to Google: what it declares, and that loading it calls nothing.
import { expect, test } from '@jest/globals';
import { parse } from 'acorn';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { addonCode } from './desk/addon-code.ts';
import { Desk } from './desk/desk.ts';

function declared(): string[] {
  const program = parse(addonCode(), { ecmaVersion: 2020, sourceType: 'script' });
  return program.body.flatMap((node) =>
    node.type === 'FunctionDeclaration' ? [node.id.name] : [],
  );
}

function agreedIn(file: string, functions: string): string[] {
  const agreed = readFileSync(path.join(root, 'addon', file), 'utf8');
  const [, body = ''] = agreed.split(new RegExp(`export interface ${functions}\\b[^{]*\\{`));
  const names = [...body.matchAll(/^ {2}([a-zA-Z]+)\(/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(1);
  return names;
}

test('every function that the sidebar calls, and the clock and the menu, is a top-level one', () => {
  const names = [
    ...agreedIn('sidebar-functions.ts', 'SidebarFunctions'),
    ...agreedIn('sheet-tables/table-views.ts', 'TableFunctions'),
    ...agreedIn('talk/talk-views.ts', 'TalkFunctions'),
    ...agreedIn('teaching/teaching-views.ts', 'TeachingFunctions'),
    ...agreedIn('variations/variation-views.ts', 'VariationFunctions'),
  ];
  expect(names.length).toBeGreaterThan(25);

  const functions = declared();
  expect(functions).toEqual(
    expect.arrayContaining([...names, 'onOpen', 'onInstall', 'runSchedules']),
  );
  expect(functions.filter((name) => name.endsWith('_'))).toEqual([]);
});

test('each menu item names a function that is there', () => {
  const desk = new Desk();
  desk.script.open('NONE');

  const handlers = desk.script.ui.menus.flatMap(({ items }) => items.map(({ handler }) => handler));
  expect(handlers.length).toBeGreaterThan(3);
  expect(declared()).toEqual(expect.arrayContaining(handlers));
});

test('loading the script calls no service, and opening touches nothing but the menu', () => {
  const desk = new Desk();
  desk.script.open('NONE');

  const services = new Set(desk.script.callLog.map(({ name }) => name.split('.')[0]));
  expect([...services].sort()).toEqual(
    ['Menu', 'SpreadsheetApp', 'Ui'].filter((one) => services.has(one)),
  );
  expect(desk.script.ui.menus).toHaveLength(1);
});

test('the menu opens the sidebar', () => {
  const desk = new Desk();
  desk.script.open();

  desk.script.clickMenu('Insert query results');

  expect(desk.script.ui.sidebar?.title).toBe('Sheetfeed');
});
