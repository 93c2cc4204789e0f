// Questions that menus ask before they act: a note, a drop-down, the spreadsheet's settings.
import type { TabView } from '../../protocol.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { areaName } from '../places.ts';
import type { Asking } from './asking.ts';

export async function askForNote(
  state: PlaygroundState,
  tab: TabView,
  asking: Asking,
): Promise<void> {
  const { row, column } = state.area;
  const value = state.cell(row, column)?.note ?? '';
  const fields = [{ name: 'note', label: 'Note', kind: 'text' as const, value }];
  const answer = await asking.ask({ title: 'Note', fields, button: 'Keep note' });
  const note = answer?.['note'];
  if (note !== undefined) await state.edit({ do: 'note', tab: tab.id, row, column, note });
}

export async function askForChoices(
  state: PlaygroundState,
  tab: TabView,
  asking: Asking,
): Promise<void> {
  const { area } = state;
  const first = state.cell(area.row, area.column);
  const answer = await asking.ask({
    title: `Drop-down in ${areaName(area)}`,
    message: 'What can be chosen, one on each line. Without any, the drop-down is taken away.',
    fields: [
      {
        ...{ name: 'list', label: 'Choices', kind: 'text' },
        value: (first?.choices ?? []).join('\n'),
      },
      {
        ...{ name: 'strict', label: 'Reject anything else', kind: 'check' },
        value: first?.choices === undefined || first.strict ? 'yes' : '',
      },
    ],
    button: 'Keep drop-down',
  });
  if (!answer) return;
  const lines = (answer['list'] ?? '').split('\n').map((line) => line.trim());
  const list = [...new Set(lines.filter((line) => line !== ''))];
  const rule = list.length === 0 ? null : { list, strict: answer['strict'] === 'yes' };
  await state.edit({ do: 'validate', tab: tab.id, area, rule });
}

const locales: [string, string][] = [
  ['en_US', 'United States'],
  ['en_GB', 'United Kingdom'],
  ['de_DE', 'Germany'],
  ['fr_FR', 'France'],
  ['ja_JP', 'Japan'],
];

export async function askForSettings(state: PlaygroundState, asking: Asking): Promise<void> {
  const { view } = state;
  if (!view) return;
  const { name, locale, timeZone } = view.workbook;
  const zones = [...new Set([timeZone, 'Etc/UTC', ...Intl.supportedValuesOf('timeZone')])];
  const answer = await asking.ask({
    title: 'Settings of the spreadsheet',
    message:
      'The locale says how numbers and dates are read and shown; the time zone, what “today” is.',
    fields: [
      { name: 'name', label: 'Name', kind: 'line', value: name },
      { name: 'locale', label: 'Locale', kind: 'choice', value: locale, options: locales },
      {
        ...{ name: 'timeZone', label: 'Time zone', kind: 'choice', value: timeZone },
        options: zones.map((zone) => [zone, zone.replaceAll('_', ' ')]),
      },
    ],
    button: 'Save',
  });
  if (!answer) return;
  await state.edit({ do: 'settings', name, locale, timeZone, ...answer });
}
