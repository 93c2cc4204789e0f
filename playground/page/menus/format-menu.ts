// The Format menu: numbers, letters, alignment, colours.
import type { CellLooks, TabView } from '../../protocol.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { lookEntry, separated } from './cell-entries.ts';
import { action, keysOf, type Entry } from './entries.ts';

// The patterns that Sheets offers under Format > Number in an American spreadsheet.
const formats: [string, string][] = [
  ['Automatic', ''],
  ['Plain text', '@'],
  ['Number', '#,##0.00'],
  ['Whole number', '#,##0'],
  ['Percent', '0.00%'],
  ['Dollars', '"$"#,##0.00'],
  ['Euros', '#,##0.00 "€"'],
  ['Date', 'yyyy-mm-dd'],
  ['Date and time', 'yyyy-mm-dd hh:mm:ss'],
];

// Light enough for dark letters, as Google's light tones.
const colours: [string, string][] = [
  ['None', ''],
  ['Yellow', '#fff2cc'],
  ['Green', '#d9ead3'],
  ['Blue', '#cfe2f3'],
  ['Red', '#f4cccc'],
  ['Grey', '#efefef'],
];

export function formatMenu(state: PlaygroundState, tab: TabView): Entry[] {
  const { area } = state;
  const first = state.cell(area.row, area.column);
  const look = (caption: string, style: CellLooks, keys?: string) =>
    lookEntry(state, tab, { caption, style, ...(keys === undefined ? {} : { keys }) });
  const numbers = formats.map(([caption, format]) => look(caption, { format }));
  const fills = colours.map(([caption, background]) => look(caption, { background }));
  const align = (['left', 'center', 'right'] as const).map((side) =>
    look({ left: 'Left', center: 'Centre', right: 'Right' }[side], { align: side }),
  );
  const clear = () => void state.edit({ do: 'clear', tab: tab.id, area, what: 'formats' });
  return separated(
    [
      { kind: 'menu', caption: 'Number', entries: numbers },
      look('Bold', { bold: first?.bold !== true }, keysOf('B')),
      look('Italic', { italic: first?.italic !== true }, keysOf('I')),
      look('Underline', { line: first?.underlined ? '' : 'underline' }, keysOf('U')),
      look('Strikethrough', { line: first?.struck ? '' : 'line-through' }),
    ],
    [
      { kind: 'menu', caption: 'Alignment', entries: align },
      { kind: 'menu', caption: 'Background', entries: fills },
    ],
    [action('Clear the formats', clear)],
  );
}
