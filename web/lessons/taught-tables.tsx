// The tables that the lessons ask: their columns in words, and their rows.
import { useState } from 'preact/hooks';
import { asRun, TABLES } from '../../domain/teaching/lessons/lesson.ts';
import { RowsDialog } from '../editor/tables/rows-dialog.tsx';

export function TaughtTables({ source }: { source: string }) {
  const [looked, setLooked] = useState<string | null>(null);
  return (
    <details class="taught" open>
      <summary>The tables</summary>
      <div class="taught-tables">
        {TABLES.map(({ name, says, columns }) => (
          <section key={name} aria-label={name}>
            <p>
              <code>{name}</code> {says}{' '}
              <button
                type="button"
                class="plain-button"
                aria-label={`Show its rows: ${name}`}
                onClick={() => setLooked(name)}
              >
                Show its rows
              </button>
            </p>
            <ul>
              {columns.map((column) => (
                <li key={column.name} class="small">
                  <code>{column.name}</code> <span class="quiet">{column.says}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {looked && (
        <RowsDialog
          title={`Rows of ${looked}`}
          source={source}
          sql={asRun(`select * from ${looked}`)}
          most={100}
          full="All of them."
          onClose={() => setLooked(null)}
        />
      )}
    </details>
  );
}
