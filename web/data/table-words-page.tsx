// What one table means: written here, with what the database itself says beside it, who wrote what before, and the queries that use it.
import type { TableWordsView } from '../../domain/contract/teaching/data-words.ts';
import { changedWords, NO_WORDS } from '../../domain/teaching/data-words.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { UsedBy } from '../editor/tables/used-by.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';
import { GoneTable } from './gone-table.tsx';
import type { NamedTable } from './words-draft.ts';
import { WordsForm } from './words-form.tsx';

export function TableWordsPage({ source, schema, table }: NamedTable) {
  const named = { source, schema, table };
  const params = { name: source, schema, table };
  const [loaded, again] = useLoaded(JSON.stringify(params), () =>
    ask('GET tableWords', { params }),
  );
  useTitle(`What ${table} means`);
  return (
    <div class="narrow stack data-page">
      <WayBack to={routes.wordsPage}>What data means</WayBack>
      <h1 class="data-title">
        <code>{table}</code>
      </h1>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && (
        <Loaded key={loaded.value.version} {...{ named }} view={loaded.value} onSaved={again} />
      )}
    </div>
  );
}

interface LoadedProps {
  named: NamedTable;
  view: TableWordsView;
  onSaved: () => void;
}

function Loaded({ named, view, onSaved }: LoadedProps) {
  const { source, schema } = named;
  const { table } = view;
  return (
    <>
      <p class="quiet">
        {table?.kind === 'view' ? 'A view' : 'A table'} of {source}, in the schema {schema}
        {table && table.rows !== null && `, about ${countWords(Math.round(table.rows), 'row')}`}.
      </p>
      {table === null ? (
        <GoneTable {...{ named, view, onSaved }} />
      ) : (
        <>
          <WordsForm {...{ named, view, table, onSaved }} />
          <UsedBy source={source} table={table} />
        </>
      )}
      <History view={view} />
    </>
  );
}

function History({ view: { history, more } }: Pick<LoadedProps, 'view'>) {
  if (history.length === 0) return null;
  return (
    <details>
      <summary>Who wrote what ({countWords(history.length, 'time')})</summary>
      <ul class="plain-list" aria-label="Who wrote what">
        {history.map(({ version, savedAt, savedBy, words }, index) => {
          const before = history[index + 1]?.words ?? (more ? null : NO_WORDS);
          return (
            <li key={version}>
              <p>
                {savedBy.name || savedBy.email}, <TimeAgo at={savedAt} />
              </p>
              {before && <Changed before={before} after={words} />}
            </li>
          );
        })}
        {more && <li class="quiet">What was written before is not shown.</li>}
      </ul>
    </details>
  );
}

type Changes = Parameters<typeof changedWords>;

function Changed({ before, after }: { before: Changes[0]; after: Changes[1] }) {
  return (
    <ul class="words-changed">
      {changedWords(before, after).map((change) => (
        <li key={change.what} class="small">
          <b>{change.what}</b>
          {change.before !== '' && <del>{change.before}</del>}
          {change.after === '' ? (
            <span class="quiet">nothing any more</span>
          ) : (
            <ins>{change.after}</ins>
          )}
        </li>
      ))}
    </ul>
  );
}
