// Which spreadsheet is shown, where programs have made more than the one that is there from the start.
import type { PlaygroundView } from '../protocol.ts';
import { api } from './api.ts';
import type { PlaygroundState } from './playground-state.ts';

export function SpreadsheetSwitch({
  state,
  view,
}: {
  state: PlaygroundState;
  view: PlaygroundView;
}) {
  const { spreadsheets, spreadsheet } = view;
  if (spreadsheets.length < 2) return null;
  return (
    <select
      class="spreadsheets"
      aria-label="Spreadsheet"
      value={spreadsheet}
      onChange={(event) => {
        const { value } = event.currentTarget;
        void state.do(() => api.openSpreadsheet(value));
      }}
    >
      {spreadsheets.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
