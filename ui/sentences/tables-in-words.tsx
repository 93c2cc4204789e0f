// The tables and columns that a query names, each with what it means, who is asked about it, and how new it is.
import type { QueryWords, ToldTable } from '../../domain/contract/teaching/data-words.ts';
import type { Loaded } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';

export interface WordsProps {
  words: Loaded<QueryWords | null>;
  onAgain: () => void;
  /** Where what a table means is written. */
  pageOf: (table: ToldTable) => string;
}

export function TablesInWords({ words, onAgain, pageOf }: WordsProps) {
  if (words.state === 'loading') return <i class="shape" style={{ height: '60px' }} />;
  if (words.state === 'failed') {
    return <ProblemNote problem={words.problem} action={{ label: 'Try again', run: onAgain }} />;
  }
  const { tables = [], mayChange = false } = words.value ?? {};
  if (tables.length === 0) return null;
  return (
    <section class="data-words" aria-label="Its tables and columns">
      <h3>Its tables and columns</h3>
      {tables.map((table) => (
        <TableInWords
          key={`${table.schema}.${table.name}`}
          table={table}
          page={mayChange ? pageOf(table) : null}
        />
      ))}
    </section>
  );
}

function TableInWords({ table, page }: { table: ToldTable; page: string | null }) {
  const { name, means, owner, fresh, columns } = table;
  const isTold = ({ means: told, values }: ToldTable['columns'][number]) =>
    told !== null || values.length > 0;
  const silent = columns.filter((column) => !isTold(column));
  return (
    <div class="data-table">
      <p>
        <code class="how-table">{name}</code>{' '}
        {means === null ? <span class="quiet">Nobody wrote what it is.</span> : <Told {...means} />}
      </p>
      {(owner !== '' || fresh !== '') && (
        <p class="quiet small">
          {[owner && `Ask ${owner} about it`, fresh && `How new it is: ${fresh}`]
            .filter(Boolean)
            .join('. ')}
        </p>
      )}
      <dl>
        {columns.filter(isTold).map((column) => (
          <ColumnInWords key={column.name} column={column} />
        ))}
      </dl>
      {silent.length > 0 && (
        <p class="quiet small">
          Of {silent.map((column) => column.name).join(', ')} nothing is written.
        </p>
      )}
      {page !== null && (
        <a class="small" href={page} target="_blank" rel="noopener">
          Write what {name} means
        </a>
      )}
    </div>
  );
}

function ColumnInWords({ column }: { column: ToldTable['columns'][number] }) {
  const { name, means, values } = column;
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        {means && <Told {...means} />}
        {values.length > 0 && (
          <ul>
            {values.map(({ value, means: told }) => (
              <li key={value}>
                <code>{value}</code> {told}
              </li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}

/** What something means; the database's own comment is named as that. */
function Told({ text, by }: NonNullable<ToldTable['means']>) {
  return (
    <>
      <span class="data-said">{text}</span>
      {by === 'database' && <span class="quiet small"> (the database’s comment)</span>}
    </>
  );
}
