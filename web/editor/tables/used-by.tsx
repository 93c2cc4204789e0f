// The saved queries that read a table, as far as their reader may see them.
import type { Table } from '../../../domain/contract/schema.ts';
import { routes } from '../../../domain/routes.ts';
import { countWords } from '../../../ui/age.ts';
import { useLoaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ask } from '../../frame/ask.ts';

export function UsedBy({ source, table }: { source: string; table: Table }) {
  const { schema, name } = table;
  const [loaded, again] = useLoaded(`${source} ${schema}.${name}`, () =>
    ask('GET tableUses', { params: { name: source }, query: { schema, table: name } }),
  );
  if (loaded.state === 'loading') {
    return <p class="quiet small table-part">Looking for queries that use it…</p>;
  }
  if (loaded.state === 'failed') {
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  }
  const { queries, more } = loaded.value;
  if (queries.length === 0 && !more) {
    return <p class="quiet small table-part">No query that you may see uses it.</p>;
  }
  return (
    <details class="table-part small">
      <summary>Used by {countWords(queries.length, 'query', 'queries')}</summary>
      <ul class="named">
        {queries.map(({ slug, title }) => (
          <li key={slug}>
            {/* Beside what is being written. */}
            <a href={routes.queryPage(slug)} target="_blank" rel="noopener">
              {title}
            </a>
          </li>
        ))}
      </ul>
      {more && <p class="quiet">Not all queries of the catalog were looked at.</p>}
    </details>
  );
}
