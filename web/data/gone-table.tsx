// What was written of a table that is not there any more: read, forgotten, or taken over where it is called otherwise now.
import { useState } from 'preact/hooks';
import type { SourceSchema, Table } from '../../domain/contract/schema.ts';
import type { TableWordsView } from '../../domain/contract/teaching/data-words.ts';
import { changedWords, NO_WORDS } from '../../domain/teaching/data-words.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { idOf } from '../editor/tables/table-names.ts';
import type { NamedTable } from './words-draft.ts';

interface Props {
  named: NamedTable;
  view: TableWordsView;
  onSaved: () => void;
}

export function GoneTable({ named, view, onSaved }: Props) {
  const { source, schema, table } = named;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loaded] = useLoaded(source, () => ask('GET sourceSchema', { params: { name: source } }));
  const forget = () =>
    ask('PUT tableWords', {
      params: { name: source, schema, table },
      body: NO_WORDS,
      headers: { 'If-Match': `"${view.version}"` },
    });
  const attempt = (work: () => Promise<unknown>) =>
    void work().catch((error: unknown) => setProblem(problemOf(error)));
  return (
    <div class="stack">
      <p class="note warn">
        The database has no table of this name that queries may read any more. What was written is
        kept:
      </p>
      <ul class="words-changed">
        {changedWords(NO_WORDS, view.words).map(({ what, after }) => (
          <li key={what} class="small">
            <b>{what}</b> {after}
          </li>
        ))}
      </ul>
      {loaded.state === 'done' && (
        <TakeOver
          schema={loaded.value}
          onChosen={(now) =>
            attempt(async () => {
              await moveTo(now, { source, view });
              await forget();
              goTo(routes.tableWordsPage(source, now.schema, now.name));
            })
          }
        />
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div>
        <button
          type="button"
          class="button compact danger"
          onClick={() => attempt(() => forget().then(onSaved))}
        >
          Forget it
        </button>
      </div>
    </div>
  );
}

type Target = Pick<Table, 'schema' | 'name'>;

// Columns of other names are left behind: the form of that table refuses none that it has.
async function moveTo(
  { schema, name }: Target,
  { source, view }: { source: string; view: TableWordsView },
): Promise<void> {
  const params = { name: source, schema, table: name };
  const there = await ask('GET tableWords', { params });
  const own = there.table?.columns.map((column) => column.name) ?? [];
  const columns = view.words.columns.filter((column) => own.includes(column.name));
  const body = { ...view.words, columns };
  await ask('PUT tableWords', { params, body, headers: { 'If-Match': `"${there.version}"` } });
}

function TakeOver({
  schema: { tables },
  onChosen,
}: {
  schema: SourceSchema;
  onChosen: (now: Target) => void;
}) {
  const silent = tables.filter(isSilent);
  const choose = (id: string) => {
    const found = silent.find((table) => idOf(table) === id);
    if (found) onChosen(found);
  };
  return (
    <SelectField
      label="It is called otherwise now"
      value=""
      options={{
        '': 'Choose its table',
        ...Object.fromEntries(silent.map((table) => [idOf(table), idOf(table)])),
      }}
      onChange={choose}
    />
  );
}

/** Nobody wrote of it: nothing is lost where words are put there. */
const isSilent = ({ schema, owner, fresh, commentBy, columns }: Table) =>
  ![schema === 'sheet', owner, fresh, commentBy === 'people'].some(Boolean) &&
  columns.every((column) => column.commentBy !== 'people' && !column.valueWords);
