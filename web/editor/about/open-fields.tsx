// What an author opens to variations: of the query's own tables, the columns by which everybody may vary it.
import { useEffect, useState } from 'preact/hooks';
import type { OpenedColumns, Openings } from '../../../domain/contract/teaching/inside.ts';
import type { SourceSchema, Table } from '../../../domain/contract/schema.ts';
import { own } from '../../../domain/own.ts';
import type { Loaded } from '../../../ui/loaded.ts';
import { ask } from '../../frame/ask.ts';
import type { DraftContent } from '../draft.ts';

interface Props {
  content: DraftContent;
  onChange: (part: Partial<DraftContent>) => void;
  schema: Loaded<SourceSchema | null>;
}

export function OpenFields({ content, onChange, schema }: Props) {
  const openings = useOpenings(content);
  const known = schema.state === 'done' ? schema.value : null;
  const { variations } = content;
  const set = (table: string, columns: string[]) => {
    const { [table]: _before, ...others } = variations;
    onChange({ variations: columns.length === 0 ? others : { ...others, [table]: columns } });
  };
  const lost = Object.keys(variations).filter(
    (name) => openings !== null && !openings.tables.some(({ table }) => table === name),
  );
  return (
    <fieldset class="stack small-gap">
      <legend class="field-label">Open to variations</legend>
      <p class="field-hint">
        By what is ticked, everybody who sees the query may filter it, show it and group it in “The
        same, but …”. So they see these values: tick only what they may see.
      </p>
      {openings?.why && <p class="quiet small">Not this query: {openings.why}</p>}
      {openings?.tables.map(({ table, noFilter }) => (
        <TableTicks
          key={table}
          {...{ table, noFilter, noColumns: openings.noColumns }}
          columns={columnsOf(known, table)}
          ticked={own(variations, table) ?? []}
          onChange={(columns) => set(table, columns)}
        />
      ))}
      {lost.map((table) => (
        <p class="small" key={table}>
          <code>{table}</code> is ticked, but the query does not name it like that any more.{' '}
          <button type="button" class="plain-button inline" onClick={() => set(table, [])}>
            Take the ticks away
          </button>
        </p>
      ))}
    </fieldset>
  );
}

interface TicksProps extends Pick<Openings, 'noColumns'> {
  table: string;
  noFilter: string | null;
  columns: string[];
  ticked: readonly string[];
  onChange: (columns: string[]) => void;
}

function TableTicks({ table, noFilter, noColumns, columns, ticked, onChange }: TicksProps) {
  // A column that is gone can still be taken away.
  const all = [...columns, ...ticked.filter((name) => !columns.includes(name))];
  const set = (name: string, isTicked: boolean) =>
    onChange(all.filter((each) => (each === name ? isTicked : ticked.includes(each))));
  const limits = [noFilter, noColumns].filter((why) => why !== null);
  return (
    <div class="stack small-gap" role="group" aria-label={`Columns of ${table}`}>
      <strong class="small">
        <code>{table}</code>
      </strong>
      <div class="row wrap">
        {all.map((name) => (
          <label class="check small" key={name}>
            <input
              type="checkbox"
              checked={ticked.includes(name)}
              onChange={({ currentTarget }) => set(name, currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </div>
      {[...new Set(limits)].map((why) => (
        <p class="quiet small">{why}</p>
      ))}
    </div>
  );
}

// As the text names it; what needs no schema's name in front is found by the search path.
function columnsOf(schema: SourceSchema | null, table: string): string[] {
  const is = (each: Table) =>
    `${each.schema}.${each.name}` === table ||
    (each.name === table && schema?.searchPath.includes(each.schema) === true);
  return schema?.tables.find(is)?.columns.map(({ name }) => name) ?? [];
}

const PAUSE_MS = 600;

/** What of the text could be opened, asked for whenever the author pauses; null until it is known. */
function useOpenings({ source, sql }: DraftContent): Openings | null {
  const [openings, setOpenings] = useState<Openings | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const look = () =>
      ask('POST textOpenings', { body: { source, sql } }).then(
        (found) => isCurrent && setOpenings(found),
        // What is wrong with the text stands beside it.
        () => isCurrent && setOpenings(null),
      );
    const timer = setTimeout(look, openings === null ? 0 : PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [source, sql]);
  return openings;
}

/** `accounts: country, created_at`, for a difference that people read. */
export const openedText = (variations: OpenedColumns): string =>
  Object.entries(variations)
    .map(([table, columns]) => `${table}: ${columns.join(', ')}`)
    .join('; ');
