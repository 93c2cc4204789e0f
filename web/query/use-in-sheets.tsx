// "Use in Google Sheets": the steps, in a dialog.
import { useState } from 'preact/hooks';
import type { Query } from '../../domain/contract/query.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';

/** Where there is a playground, it opens with the query chosen in the sidebar. */
function PlaygroundLink({ query: { slug, title } }: { query: Query }) {
  const [me] = useLoaded('me', () => ask('GET me'));
  const path = me.state === 'done' ? me.value.playground : undefined;
  if (path === undefined) return null;
  const chosen = new URLSearchParams({ query: slug, title });
  return (
    <a class="button primary" href={`${path}#${chosen.toString()}`}>
      Open in the playground
    </a>
  );
}

export function UseInSheets({ query }: { query: Query }) {
  // As messages lead here.
  const [open, setOpen] = useState(() => location.hash === '#use-in-sheets');
  return (
    <>
      <button type="button" class="button compact" onClick={() => setOpen(true)}>
        <Icon name="table" />
        Use in Google Sheets
      </button>
      {open && (
        <Dialog title="Use in Google Sheets" onClose={() => setOpen(false)}>
          <ol class="steps">
            <li>Open your spreadsheet.</li>
            <li>
              In the menu <b>Extensions</b>, choose <b>Sheetfeed</b>, then{' '}
              <b>Insert query results</b>. If it is not there, ask whoever runs Sheetfeed in your
              company for the add-on.
            </li>
            <li>
              Search for <b>{query.title}</b> and open it.
            </li>
            <li>
              {query.parameters.length > 0 ? 'Fill in the values, then press ' : 'Press '}
              <b>Insert into new tab</b>.
            </li>
            <li>
              Whenever you want newer numbers, press <b>Refresh</b>, or set a schedule.
            </li>
          </ol>
          <p class="quiet small or-formula">
            Without the add-on: make a share link (Share, above) and put its line into a cell, such
            as <code>=IMPORTDATA("…/s/….csv")</code>. Google reads it again about every hour.
          </p>
          <div class="actions">
            <PlaygroundLink query={query} />
            <button type="button" class="button" onClick={() => setOpen(false)}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
