// All the keys that the pages know, by where they count.
import { Dialog } from '../../ui/dialog.tsx';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const mod = isMac ? '⌘' : 'Ctrl';

const keys: [where: string, [keys: string, does: string][]][] = [
  [
    'Everywhere',
    [
      [`${mod} K`, 'Go to a query, a page or a setting'],
      ['/', 'Search the catalog'],
      ['?', 'Show these keys'],
      ['Esc', 'Close what is open'],
    ],
  ],
  [
    'In a table',
    [
      [`${mod} F`, 'Find'],
      ['← ↑ → ↓', 'Go from cell to cell, also into the header'],
      ['Shift with them', 'Choose several cells'],
      [`${mod} A`, 'Choose all cells'],
      [`${mod} C`, 'Copy the chosen cells'],
      ['Enter', 'Show all of a cell; in the header, order by the column'],
      ['Alt ↓', 'Filter, hide or pin the column'],
    ],
  ],
  [
    'In the editor',
    [
      [`${mod} Enter`, 'Run'],
      [`${mod} S`, 'Save'],
      [`${mod} F`, 'Find in the SQL'],
      [`${mod} Space`, 'Suggest what comes next'],
      [`${mod} /`, 'Make lines a comment, or none'],
      ['Esc, then Tab', 'Leave the SQL'],
    ],
  ],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="keys" tabIndex={0}>
        {keys.map(([where, rows]) => (
          <section>
            <h3>{where}</h3>
            <dl>
              {rows.map(([key, does]) => (
                <div>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div class="actions">
        <button type="button" class="button primary" data-focus onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
