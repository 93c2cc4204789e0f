// All tables of the data sources that the member writes queries on, with what is known of each: found, opened, written about.
import { useState } from 'preact/hooks';
import type { SourceSchema, Table } from '../../domain/contract/schema.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

export function WordsPage() {
  const [loaded, again] = useLoaded('sources', () => ask('GET sources'));
  const [search, setSearch] = useState('');
  useTitle('What data means');
  return (
    <div class="narrow stack">
      <WayBack to={routes.catalog}>Catalog</WayBack>
      <h1>What data means</h1>
      <p class="quiet">
        What is written here stands beside the tables and columns wherever people meet them: on the
        headers of results, in “How this query works”, and while SQL is written.
      </p>
      <input
        class="input"
        type="search"
        aria-label="Search tables, columns and what they mean"
        placeholder="Search tables, columns and what they mean"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' &&
        loaded.value.sources.map(({ name }) => (
          <SourceTables key={name} source={name} search={search.trim().toLowerCase()} />
        ))}
    </div>
  );
}

function SourceTables({ source, search }: { source: string; search: string }) {
  const [loaded, again] = useLoaded(source, () =>
    ask('GET sourceSchema', { params: { name: source } }),
  );
  return (
    <section class="stack" aria-label={source}>
      <h2 class="data-source">{source}</h2>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <Tables schema={loaded.value} search={search} />}
    </section>
  );
}

function Tables({ schema, search }: { schema: SourceSchema; search: string }) {
  const { source, tables, searchPath, gone = [] } = schema;
  // What a sheet table means, says whoever publishes it.
  const own = tables.filter((table) => table.schema !== 'sheet' && mentions(table, search));
  const left = gone.filter(({ name }) => name.toLowerCase().includes(search));
  if (own.length + left.length === 0) return <p class="quiet">No table has that in it.</p>;
  return (
    <ul class="plain-list">
      {own.map((table) => (
        <li key={`${table.schema}.${table.name}`}>
          <a href={routes.tableWordsPage(source, table.schema, table.name)}>
            <code>
              {searchPath.includes(table.schema) ? table.name : `${table.schema}.${table.name}`}
            </code>
          </a>
          <p>{table.comment ?? <span class="quiet">Nobody wrote what it is.</span>}</p>
          <p class="quiet small">{knownWords(table)}</p>
        </li>
      ))}
      {left.map(({ schema: named, name }) => (
        <li key={`${named}.${name} gone`}>
          <a href={routes.tableWordsPage(source, named, name)}>
            <code>{name}</code>
          </a>
          <p class="quiet">There is no table of this name any more; what was written is kept.</p>
        </li>
      ))}
    </ul>
  );
}

function knownWords({ columns, comment: said, commentBy, owner, fresh }: Table): string {
  const known = columns.filter(({ comment, valueWords }) => comment ?? valueWords).length;
  const parts = [
    said && commentBy !== 'people' ? 'the database’s comment' : '',
    `${known} of ${countWords(columns.length, 'column')} with words`,
    owner ? `ask ${owner}` : '',
    fresh ?? '',
  ];
  return parts.filter(Boolean).join('; ');
}

function mentions({ name, comment, columns }: Table, search: string): boolean {
  const texts = [name, comment, ...columns.flatMap((column) => [column.name, column.comment])];
  return texts.some((text) => text?.toLowerCase().includes(search));
}
