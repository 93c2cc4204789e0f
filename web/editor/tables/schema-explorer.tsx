// The tables of a data source: searched, unfolded, and gone through along their keys.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SourceSchema, Table } from '../../../domain/contract/schema.ts';
import type { Loaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { idOf, keysTo, writtenName } from './table-names.ts';
import { TableFold } from './table-fold.tsx';

interface Props {
  schema: Loaded<SourceSchema | null>;
  onAgain: () => void;
  onInsert: (name: string) => void;
}

export function SchemaExplorer({ schema, onAgain, onInsert }: Props) {
  if (schema.state === 'loading') return <i class="shape table-shape" />;
  if (schema.state === 'failed') {
    return <ProblemNote problem={schema.problem} action={{ label: 'Try again', run: onAgain }} />;
  }
  return schema.value && <Explorer schema={schema.value} onInsert={onInsert} />;
}

/** So few that are found stand open. */
const openAtMost = 3;

function Explorer({ schema, onInsert }: { schema: SourceSchema; onInsert: Props['onInsert'] }) {
  const { tables, searchPath, source } = schema;
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const goTo = useGoing(list);
  const keys = useMemo(() => keysTo(tables), [tables]);
  const shown = tables.filter((table) => mentions(table, search.trim().toLowerCase()));
  const isFound = search !== '' && shown.length <= openAtMost;
  const toggle = (id: string, open: boolean) => setOpened((before) => toggled(before, id, open));
  const follow = (table: Table) => {
    setSearch('');
    toggle(idOf(table), true);
    goTo(idOf(table));
  };
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
      <ul class="tables" ref={list}>
        {shown.map((table) => (
          <li key={idOf(table)} data-table={idOf(table)}>
            <TableFold
              {...{ table, source, tables, onInsert }}
              name={writtenName(table, searchPath)}
              keysTo={keys.get(idOf(table)) ?? []}
              open={isFound || opened.has(idOf(table))}
              onToggle={(open) => toggle(idOf(table), open)}
              onFollow={follow}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="quiet">No table has that in its name or columns.</p>}
    </div>
  );
}

function toggled(before: ReadonlySet<string>, id: string, open: boolean): ReadonlySet<string> {
  if (before.has(id) === open) return before;
  const now = new Set(before);
  if (open) now.add(id);
  else now.delete(id);
  return now;
}

/** Brings a table into sight, and the focus to it, once it stands in the list. */
function useGoing(list: { current: HTMLElement | null }): (id: string) => void {
  const [gone, setGone] = useState<{ id: string } | null>(null);
  useLayoutEffect(() => {
    if (gone === null) return;
    const there = [...(list.current?.children ?? [])].find(
      (item) => item instanceof HTMLElement && item.dataset['table'] === gone.id,
    );
    there?.scrollIntoView({ block: 'nearest' });
    there?.querySelector('summary')?.focus();
  }, [gone]);
  return (id) => setGone({ id });
}

function mentions({ name, comment, columns }: Table, word: string): boolean {
  if (word === '') return true;
  const texts = [
    name,
    comment ?? '',
    ...columns.flatMap(({ name: column, comment: said, valueWords = [] }) => [
      ...[column, said ?? ''],
      ...valueWords.map(({ means }) => means),
    ]),
  ];
  return texts.some((text) => text.toLowerCase().includes(word));
}
