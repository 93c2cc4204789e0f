// Shows everybody in a result, or who was not told yet, or who is new since a list.
import type { ComponentChildren } from 'preact';
import { countWords } from '../../ui/age.ts';
import { Field } from '../../ui/fields/field.tsx';
import type { Among } from './told-result.ts';
import type { ToldRows } from './use-told.ts';

/** More would be a long list to choose from; the column's own filter knows all. */
const MOST_OFFERED = 12;

export function ToldFilter({ told }: { told: ToldRows }) {
  const { lists, filter, setFilter, countOf } = told;
  if (lists === null) return null;
  const offered: [string, Among][] = [
    ['Everybody', { of: 'all' }],
    ['Not told yet', { of: 'new' }],
    ...lists
      .slice(0, MOST_OFFERED)
      .map((list): [string, Among] => [`New since ${list}`, { of: 'since', list }]),
  ];
  const chosen = offered.findIndex(([, each]) => JSON.stringify(each) === JSON.stringify(filter));
  return (
    <div class="told-filter">
      <Field label="Show">
        {(id) => (
          <select
            class="input"
            id={id}
            value={Math.max(0, chosen)}
            onChange={({ currentTarget }) => {
              const [, next] = offered[Number(currentTarget.value)] ?? [];
              if (next) setFilter(next);
            }}
          >
            {offered.map(([words, each], at) => (
              <option key={words} value={at}>
                {words} ({countWords(countOf(each), 'row')})
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

/** The table, or that nobody is left for it. */
export function ToldTable({ told, children }: { told: ToldRows; children: ComponentChildren }) {
  const { filter, shown } = told;
  if (filter.of === 'all' || shown === null || shown.rows.length > 0) return <>{children}</>;
  return (
    <p class="empty" role="status">
      {filter.of === 'new'
        ? 'Everybody in this result was told already.'
        : `Everybody in this result stands in ${filter.list}.`}
    </p>
  );
}
