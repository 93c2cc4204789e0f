// What of Google Sheets is simulated, and what is not.
import { useLayoutEffect, useRef } from 'preact/hooks';

const simulated = [
  [
    'The add-on and its sidebar',
    'the very files that go to Google, on Apps Script’s services as Google documents them: permissions, locks, limits, triggers.',
  ],
  [
    'Cells',
    'typing, formats, notes, drop-downs, sorting, inserting and deleting, copy and paste, undo and redo of what you do.',
  ],
  ['Formulas', 'the usual functions, arrays that spill, references across tabs, named ranges.'],
  [
    'Persons',
    'four, with the rights of two viewers, an author and an admin. Whoever is at the keyboard is chosen at the top right.',
  ],
  ['The clock', 'schedules of the spreadsheet run by it, on the hour. It can be put forward.'],
  ['The Sheets API', 'at /playground/google, for programs and for schedules of the server.'],
] as const;

const notSimulated = [
  ['Images, filter views and comments', 'are not drawn.'],
  [
    'Charts and pivot tables',
    'are those that Sheetfeed makes beside a result. Charts are drawn plainly, and stay where they are.',
  ],
  ['Row heights, merged cells, hidden rows and wrapped text', 'are kept, and drawn as plain rows.'],
  [
    'Undo of what the add-on did',
    'is the add-on’s own: Undo in the sidebar. At Google, Ctrl+Z may reach it too.',
  ],
  ['Several people at once', 'one sits at the keyboard at a time.'],
  ['IMPORTDATA, QUERY, GOOGLEFINANCE and Apps Script of your own', 'do not run.'],
  [
    'The time of the database',
    'stays the real one: a result says when it really ran, however far the clock was put forward. Schedules of the server, alerts and subscriptions follow the real time too.',
  ],
  ['Google’s speed', 'nothing waits here as long as there, and daily quotas do not run out.'],
] as const;

export function About({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="dialog about"
      ref={dialog}
      aria-labelledby="about-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2 id="about-title">What is simulated here, and what is not</h2>
      <p>
        This is not Google Sheets: it is a stand-in on this computer, so that Sheetfeed can be tried
        without an account.
      </p>
      <h3>Like at Google</h3>
      <List entries={simulated} />
      <h3>Not like at Google</h3>
      <List entries={notSimulated} />
      <div class="dialog-buttons">
        <button type="button" class="action" onClick={close}>
          Close
        </button>
      </div>
    </dialog>
  );
}

function List({ entries }: { entries: readonly (readonly [string, string])[] }) {
  return (
    <ul>
      {entries.map(([what, how]) => (
        <li key={what}>
          <b>{what}:</b> {how}
        </li>
      ))}
    </ul>
  );
}
