// The tables of a data source, with what their columns mean; a click writes the name into the SQL.
import { useState } from 'preact/hooks';
import type { SourceSchema, Table } from '../../../domain/contract/schema.ts';
import { countWords } from '../../../ui/age.ts';
import type { Loaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { sqlName } from './sql-name.ts';

interface Props {
  schema: Loaded<SourceSchema | null>;
  onAgain: () => void;
  onInsert: (name: string) => void;
}

export function SchemaExplorer({ schema, onAgain, onInsert }: Props) {
  const [search, setSearch] = useState('');
  if (schema.state === 'loading') return <i class="shape table-shape" />;
  if (schema.state === 'failed') {
    return <ProblemNote problem={schema.problem} action={{ label: 'Try again', run: onAgain }} />;
  }
  const tables = schema.value?.tables ?? [];
  const shown = tables.filter((table) => mentions(table, search.trim().toLowerCase()));
  return (
    <div class="stack">
      <input
        class="input"
        type="search"
        aria-label="Search tables and columns"
        placeholder="Search tables and columns"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul class="tables">
        {shown.map((table) => (
          <li key={`${table.schema}.${table.name}`}>
            <TableFold
              table={table}
              name={nameOf(table, schema.value?.searchPath ?? [])}
              open={search !== '' && shown.length <= 3}
              onInsert={onInsert}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="quiet">No table has that in its name or columns.</p>}
    </div>
  );
}

interface TableProps {
  table: Table;
  /** As it is written in SQL. */
  name: string;
  open: boolean;
  onInsert: (name: string) => void;
}

function TableFold({ table, name, open, onInsert }: TableProps) {
  const rows = table.rows === null ? '' : `about ${countWords(Math.round(table.rows), 'row')}`;
  return (
    <details class="table-fold" open={open}>
      <summary title={rows}>
        <b>{name}</b>
        {table.kind === 'view' && <span class="quiet"> view</span>}
      </summary>
      {table.comment && <p class="quiet small">{table.comment}</p>}
      <p class="quiet small">
        {rows}{' '}
        <button type="button" class="plain-button" onClick={() => onInsert(name)}>
          Write “{name}”
        </button>
      </p>
      <ul>
        {table.columns.map((column) => (
          <li class="column-line">
            <button
              type="button"
              class="plain-button"
              onClick={() => onInsert(sqlName(column.name))}
            >
              <code>{column.name}</code>
            </button>
            <span class="quiet small">
              {column.type}
              {column.isKey && ', key'}
              {column.references && ` → ${column.references.replace(/^public\./, '')}`}
            </span>
            {column.comment && <p class="quiet small">{column.comment}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function nameOf({ schema, name }: Table, searchPath: string[]): string {
  const own = sqlName(name);
  return searchPath.includes(schema) ? own : `${sqlName(schema)}.${own}`;
}

function mentions({ name, comment, columns }: Table, word: string): boolean {
  if (word === '') return true;
  const texts = [
    name,
    comment ?? '',
    ...columns.flatMap((column) => [column.name, column.comment ?? '']),
  ];
  return texts.some((text) => text.toLowerCase().includes(word));
}
