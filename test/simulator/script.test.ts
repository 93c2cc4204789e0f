// The simulated Apps Script is as strict as Google's: unknown methods, wrong arguments, modes, scopes, limits.
import { expect, test } from '@jest/globals';
import type { CallSettings } from '../../playground/simulator/script/script.ts';
import { areaAt } from '../../playground/simulator/workbook/area.ts';
import { newSimulation, usualScopes, type SimulationSettings } from '../support/simulator.ts';

const opening = `
  const file = () => SpreadsheetApp.getActiveSpreadsheet();
  const sheet = () => file().getSheets()[0];`;

/** Runs the text as the body of a function. */
function run(body: string, settings: SimulationSettings = {}, call: CallSettings = {}): unknown {
  const code = `${opening}\nfunction main(given) { ${body} }`;
  return newSimulation({ code, ...settings }).script.call('main', [], call);
}

test('a method that is not simulated is named, even when the script hides the error', () => {
  expect(() => run('sheet().getRange(1, 1).setFontFamily("Arial")')).toThrow(
    'SpreadsheetApp.Range.setFontFamily is not simulated',
  );
  expect(() => run('try { file().getBandings() } catch (error) { return 1 }')).toThrow(
    'SpreadsheetApp.Spreadsheet.getBandings is not simulated',
  );
});

test.each([
  [
    'sheet().getRange(1, 1).setValues("x")',
    "The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
  ],
  [
    'sheet().getRange(1, 1).setValues([1])',
    "The parameters (number[]) don't match the method signature for SpreadsheetApp.Range.setValues.",
  ],
  [
    'file().getSheetByName(5)',
    "The parameters (number) don't match the method signature for SpreadsheetApp.Spreadsheet.getSheetByName.",
  ],
  [
    'file().setNamedRange("a", sheet())',
    "The parameters (String,SpreadsheetApp.Sheet) don't match the method signature for SpreadsheetApp.Spreadsheet.setNamedRange.",
  ],
  [
    'sheet().getRange(1, 1, 2, 1).setValues([["a"]])',
    'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
  ],
  [
    'sheet().getRange(1, 1, 1, 2).setValues([["a", "b", "c"]])',
    'The number of columns in the data does not match the number of columns in the range. The data has 3 but the range has 2.',
  ],
  [
    'sheet().getRange(1001, 1)',
    'The coordinates of the range are outside the dimensions of the sheet.',
  ],
  [
    'sheet().getRange(0, 1)',
    'The coordinates of the range are outside the dimensions of the sheet.',
  ],
  ['sheet().getRange("nonsense here")', 'Range not found'],
  [
    'file().insertSheet("sheet1")',
    'A sheet with the name "sheet1" already exists. Please enter another name.',
  ],
  ['file().deleteSheet(sheet())', "You can't remove all the sheets in a document."],
  [
    'sheet().getRange("A1:B2").addDeveloperMetadata("k")',
    'Adding developer metadata to arbitrary ranges is not currently supported.',
  ],
])('%s fails with Google’s text', (body, text) => {
  const described = `try { ${body} } catch (error) { return [error.name, error.message, error instanceof Error] } return 'nothing'`;

  expect(run(described)).toEqual(['Exception', expect.stringContaining(text), true]);
});

test('lists, dates and errors that a script receives are those of its own world', () => {
  const body = `
    sheet().getRange(1, 1).setValue(new Date(Date.UTC(2026, 0, 2, 10, 30)));
    const values = sheet().getRange(1, 1).getValues();
    return [values instanceof Array, values[0][0] instanceof Date, values[0][0].toISOString(),
      JSON.parse('{}').constructor === Object, Object.keys(PropertiesService.getUserProperties().getProperties()).length];`;

  expect(run(body)).toEqual([true, true, '2026-01-02T10:30:00.000Z', true, 0]);
});

test('nothing of Node or the browser is there, and time is the simulated time', () => {
  const names =
    'setTimeout fetch URL TextEncoder atob crypto process require window structuredClone Buffer';
  const body = `return ['${names}'.split(' ').filter((name) => name in globalThis), new Date().toISOString(), typeof console.log]`;

  expect(run(body)).toEqual([[], '2026-11-22T09:00:00.000Z', 'function']);
});

test('globals do not live on from one execution to the next', () => {
  const { script } = newSimulation({ code: 'let count = 0; function next() { return ++count; }' });

  expect([script.call('next'), script.call('next')]).toEqual([1, 1]);
});

test('in mode NONE a menu can be made, and nothing else', () => {
  const menu = "SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open').addToUi();";
  const code = `function onOpen() { ${menu} } function bad() { ${menu} PropertiesService.getUserProperties(); }
    function worse() { SpreadsheetApp.getActiveSpreadsheet(); } function token() { ScriptApp.getIdentityToken(); }`;
  const { script } = newSimulation({ code });

  script.open('NONE');
  expect(script.ui.menus).toEqual([
    { caption: '', addon: true, items: [{ caption: 'Open', handler: 'open' }] },
  ]);
  for (const name of ['bad', 'worse', 'token']) {
    expect(() => script.call(name, [], { authMode: 'NONE' })).toThrow('You do not have permission');
  }
});

test('a service call while the script loads fails in mode NONE, and the menu never appears', () => {
  const code = 'const store = PropertiesService.getUserProperties(); function onOpen() {}';
  const { script } = newSimulation({ code });

  expect(() => script.open('NONE')).toThrow('PropertiesService.getUserProperties');
  expect(script.ui.menus).toEqual([]);
});

test.each([
  ['UrlFetchApp.fetch("https://example.com/")', 'UrlFetchApp.fetch', 'script.external_request'],
  ['ScriptApp.newTrigger("main")', 'ScriptApp.newTrigger', 'script.scriptapp'],
  [
    'SpreadsheetApp.getActiveSpreadsheet()',
    'SpreadsheetApp.getActiveSpreadsheet',
    'spreadsheets.currentonly',
  ],
])('%s needs its scope in the manifest', (body, method, scope) => {
  const oauthScopes = usualScopes.filter((one) => !one.endsWith(scope));

  expect(() => run(body, { manifest: { oauthScopes } })).toThrow(
    `Specified permissions are not sufficient to call ${method}. Required permissions: `,
  );
});

test('another file cannot be opened with currentonly, even by its own id', () => {
  expect(() => run('SpreadsheetApp.openById(file().getId())')).toThrow(
    'Specified permissions are not sufficient to call SpreadsheetApp.openById.',
  );
});

test('the identity token is null without openid, be it not in the manifest or not granted', () => {
  const person = { email: 'a@example.com', identityToken: () => 'token' };
  const token = 'return ScriptApp.getIdentityToken()';
  const withoutOpenid = usualScopes.filter((scope) => scope !== 'openid');

  expect(run(token, { persons: [person] })).toBe('token');
  expect(run(token, { persons: [{ ...person, grantedScopes: withoutOpenid }] })).toBeNull();
  expect(run(token, { persons: [person], manifest: { oauthScopes: withoutOpenid } })).toBeNull();
});

test('without a person at the keyboard there is no Ui', () => {
  expect(() => run('SpreadsheetApp.getUi()', {}, { ui: false })).toThrow(
    'Cannot call SpreadsheetApp.getUi() from this context.',
  );
});

test('properties, caches and metadata have Google’s sizes', () => {
  expect(() =>
    run("PropertiesService.getUserProperties().setProperty('k', 'x'.repeat(9217))"),
  ).toThrow('Argument too large: value');
  const many =
    "for (let i = 0; i < 60; i++) PropertiesService.getUserProperties().setProperty('k' + i, 'x'.repeat(9000))";
  expect(() => run(many)).toThrow('property storage quota');
  expect(() => run("CacheService.getUserCache().put('k', 'x'.repeat(102401))")).toThrow(
    'Argument too large: value',
  );
  expect(() => run("file().addDeveloperMetadata('k', 'x'.repeat(30000))")).toThrow(
    '30000 characters',
  );
});

test('what is cached is gone after its time', () => {
  const body = `const cache = CacheService.getUserCache(); cache.put('k', 'v', 60);
    const before = cache.get('k'); Utilities.sleep(61000); return [before, cache.get('k')];`;

  expect(run(body)).toEqual(['v', null]);
});

test('a person gets one clock trigger in a spreadsheet, hourly at most', () => {
  const make = "ScriptApp.newTrigger('main').timeBased()";

  expect(() => run(`${make}.everyMinutes(30).create()`)).toThrow('at least one hour');
  expect(() => run(`${make}.everyHours(1).create(); ${make}.everyHours(2).create()`)).toThrow(
    'too many time-based triggers',
  );
});

test('the twenty-first trigger of a person is refused', () => {
  const { script, state } = newSimulation({
    code: "function main() { ScriptApp.newTrigger('main').timeBased().everyHours(1).create(); }",
  });
  script.call('main');
  const [first] = state.triggers;
  if (!first) throw new Error('no trigger was made');
  state.triggers = Array.from({ length: 20 }, (_, index) => ({
    ...first,
    id: String(index),
    spreadsheetId: `other ${index}`,
  }));

  expect(() => script.call('main')).toThrow('This script has too many triggers.');
});

const triggers = `const log = (event) => PropertiesService.getScriptProperties().setProperty('seen', JSON.stringify({
      who: Session.getEffectiveUser().getEmail(), by: event.user.getEmail(), mode: event.authMode, uid: event.triggerUid,
      at: event.range && event.range.getA1Notation(), value: event.value, old: event.oldValue, file: event.source.getId() }));
    function edited(event) { log(event); event.range.setValue('by the script'); }
    function opened(event) { log(event); }
    function watch() {
      const make = () => ScriptApp.newTrigger('edited').forSpreadsheet(SpreadsheetApp.getActive());
      make().onEdit().create(); make().onOpen().create();
    }
    function watchTwice() { watch(); watch(); }
    function watchOther() { ScriptApp.newTrigger('edited').forSpreadsheet('another').onEdit().create(); }`;

test('an edit trigger runs as its maker whoever edits, with the cell and what stood in it, and a write of its own fires none', () => {
  const persons = [{ email: 'ada@example.com' }, { email: 'bob@example.com' }];
  const { scripts, state, workbook } = newSimulation({ code: triggers, persons });
  const [ada] = scripts;
  if (!ada) throw new Error('Ada is missing.');
  ada.call('watch');
  const [{ id: sheetId } = { id: 0 }] = workbook.sheets;
  const edit = { did: 'edit' as const, who: 'bob@example.com', sheetId };
  const typed = { ...edit, area: areaAt(2, 2), typed: { value: '12', before: '' } };
  const [trigger, ...others] = ada.firedBy(typed);
  expect(others).toEqual([]);
  const seen = () =>
    JSON.parse(state.propertiesOf('script').get('seen') ?? '') as Record<string, unknown>;
  if (!trigger) throw new Error('Nothing is fired.');

  ada.fireTrigger(trigger, { act: typed });
  expect(seen()).toEqual({
    ...{ who: 'ada@example.com', by: 'bob@example.com', mode: 'FULL', uid: trigger.id },
    ...{ at: 'B2', value: '12', file: workbook.id },
  });
  expect(workbook.cell(sheetId, 2, 2).value).toBe('by the script');

  // Of several cells, and of what was pasted, no values come.
  ada.fireTrigger(trigger, { act: { ...edit, area: areaAt(2, 2, 2, 2) } });
  expect(seen()).toMatchObject({ at: 'B2:C3' });
  expect(seen()).not.toHaveProperty('value');
});

test('a script has one trigger of each type in its own spreadsheet, and none in another', () => {
  const { script } = newSimulation({ code: triggers });

  expect(() => script.call('watchOther')).toThrow('You do not have permission');
  expect(() => script.call('watchTwice')).toThrow('too many edit triggers in this document');
  expect(script.triggers.map(({ eventType }) => eventType)).toEqual(['ON_EDIT', 'ON_OPEN']);
  expect(script.firedBy({ did: 'open', who: 'ada@example.com' })).toHaveLength(1);
});

test('a protected range is closed to others, and a new one lists no editors', () => {
  const code = `${opening}
    function protect() { sheet().getRange('B2:B3').protect().setDescription('Budget'); }
    function write() { sheet().getRange('A2:B2').setValues([[1, 2]]); SpreadsheetApp.flush(); }
    function who() {
      const [one] = sheet().getProtections(SpreadsheetApp.ProtectionType.RANGE);
      return [one.canEdit(), one.getDescription(), one.getEditors().map((user) => user.getEmail()), sheet().getRange('B2').canEdit()];
    }`;
  const persons = [{ email: 'ada@example.com' }, { email: 'bob@example.com' }];
  const { scripts, display } = newSimulation({ code, persons });
  const [ada, bob] = scripts;
  ada?.call('protect');

  expect(() => bob?.call('write')).toThrow('You are trying to edit a protected cell or object.');
  expect(bob?.call('who')).toEqual([false, 'Budget', [], false]);
  expect(display('A2:B2')).toEqual([['', '']]);
  ada?.call('write');
  expect(display('A2:B2')).toEqual([['1', '2']]);
});

test('row metadata is found by its key, at the row where it stands now', () => {
  const body = `
    sheet().getRange('4:4').addDeveloperMetadata('sheetfeed', 'range 1', SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    sheet().insertRowsBefore(2, 3);
    const [found] = file().createDeveloperMetadataFinder().withKey('sheetfeed').find();
    const location = found.getLocation();
    return [found.getValue(), location.getLocationType() === SpreadsheetApp.DeveloperMetadataLocationType.ROW,
      location.getRow().getA1Notation(), String(found.getVisibility())];`;

  expect(run(body)).toEqual(['range 1', true, '7:7', 'PROJECT']);
});

test('named ranges are set, found, listed and removed', () => {
  const body = `
    file().setNamedRange('sheetfeed_1', sheet().getRange('B2:C4'));
    sheet().insertRowsAfter(2, 2);
    const found = file().getRangeByName('sheetfeed_1').getA1Notation();
    const names = sheet().getNamedRanges().map((named) => named.getName());
    file().removeNamedRange('sheetfeed_1');
    return [found, names, file().getRangeByName('sheetfeed_1')];`;

  expect(run(body)).toEqual(['B2:C6', ['sheetfeed_1'], null]);
});

test('formulas are written and read in R1C1 notation', () => {
  const body = `
    sheet().getRange('C2:C3').setFormulasR1C1([['=RC[-2]*R1C2'], ['=SUM(R[-1]C1:RC1)']]);
    return [sheet().getRange('C2:C3').getFormulas(), sheet().getRange('C2:C3').getFormulasR1C1()];`;

  expect(run(body)).toEqual([
    [['=A2*$B$1'], ['=SUM($A2:$A3)']],
    [['=R[0]C[-2]*R1C2'], ['=SUM(R[-1]C1:R[0]C1)']],
  ]);
});

test('dates are formatted and parsed in a time zone as Java does', () => {
  const body = `
    const date = Utilities.parseDate('2026-03-29 03:30', 'Europe/Paris', 'yyyy-MM-dd HH:mm');
    return [date.toISOString(), Utilities.formatDate(date, 'America/New_York', "EEE d MMM yyyy 'at' h:mm a Z")];`;

  expect(run(body)).toEqual(['2026-03-29T01:30:00.000Z', 'Sat 28 Mar 2026 at 9:30 PM -0400']);
});

test('what a script read and wrote is counted, call by call', () => {
  const { script } = newSimulation({
    code: `${opening} function main() { sheet().getRange(1, 1, 10, 3).setValues(Array.from({ length: 10 }, () => [1, 2, 3])); sheet().getRange(1, 1, 5, 3).getValues(); }`,
  });

  script.call('main');

  const cells = script.callLog.filter(
    ({ cellsRead, cellsWritten }) => cellsRead + cellsWritten > 0,
  );
  expect(cells).toEqual([
    { name: 'Range.setValues', cellsRead: 0, cellsWritten: 30 },
    { name: 'Range.getValues', cellsRead: 15, cellsWritten: 0 },
  ]);
});

test('the selection of the person is what the script sees, and what it selects is shown', () => {
  const { script, workbook } = newSimulation({
    code: "function main() { const here = SpreadsheetApp.getActiveSpreadsheet().getActiveRange().getA1Notation(); SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange('D5').activate(); return here; }",
  });
  workbook.select(0, areaAt(2, 2, 3, 1));

  expect(script.call('main')).toBe('B2:B4');
  expect(workbook.selection).toEqual(areaAt(5, 4));
});

test('a sidebar is shown with its page, a dialog answers, a toast is kept', () => {
  const { script } = newSimulation({
    html: { sidebar: '<p>Hello</p>' },
    code: `function main() {
      SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('sidebar').setTitle('Sheetfeed'));
      SpreadsheetApp.getActiveSpreadsheet().toast('Done', 'Refresh', 3);
      const ui = SpreadsheetApp.getUi();
      return ui.alert('Sure?', 'It changes cells.', ui.ButtonSet.YES_NO) === ui.Button.NO;
    }`,
  });
  script.ui.answer = () => ({ button: 'NO' });

  expect(script.call('main')).toBe(true);
  expect(script.ui.sidebar).toMatchObject({ title: 'Sheetfeed', html: '<p>Hello</p>', width: 300 });
  expect(script.ui.toasts).toEqual([{ text: 'Done', title: 'Refresh', seconds: 3 }]);
  expect(script.ui.asked).toEqual([
    { kind: 'alert', title: 'Sure?', text: 'It changes cells.', buttons: 'YES_NO' },
  ]);
});
