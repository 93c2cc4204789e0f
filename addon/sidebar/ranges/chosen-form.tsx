// Which columns and rows of a result a range shows, and in which order: the query's own answer stays as it is.
import { useState } from 'preact/hooks';
import type { LinkedRangeView, RangeOptions } from '../../sidebar-functions.ts';
import { dateFromText } from '../../../domain/cells/written-date.ts';
import { numberFromText } from '../../../domain/cells/written-number.ts';
import type { FilterTest } from '../../../domain/refresh/chosen-rows.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useSession } from '../session.ts';
import { ColumnsForm } from './columns-form.tsx';
import type { OptionPartProps } from './parts.ts';

interface Props extends OptionPartProps {
  columns: LinkedRangeView['columns'];
}

export function ChosenForm({ columns, options, change }: Props) {
  const { filter, sort, columns: shown } = options;
  const count = filter.length + sort.length + (shown.length > 0 ? 1 : 0);
  return (
    <>
      <ColumnsForm columns={columns} options={options} change={change} />
      <details class="columns">
        <summary>
          Sort and filter{count > 0 && filter.length + sort.length > 0 ? ' (on)' : ''}
        </summary>
        <div class="stack">
          <SortField columns={columns} options={options} change={change} />
          {filter.map((_, index) => (
            <FilterField key={index} index={index} {...{ columns, options, change }} />
          ))}
          <div>
            <button
              type="button"
              class="plain-button"
              onClick={() =>
                change({
                  filter: [...filter, { column: columns[0]?.name ?? '', is: 'equal', than: '' }],
                })
              }
            >
              Add a filter
            </button>
          </div>
        </div>
      </details>
    </>
  );
}

function SortField({ columns, options, change }: Props) {
  const [first] = options.sort;
  return (
    <div class="row">
      <select
        class="input grow"
        aria-label="Sort the rows by"
        value={first?.column ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({
            sort: value === '' ? [] : [{ column: value, descending: first?.descending ?? false }],
          })
        }
      >
        <option value="">In the query’s order</option>
        {columns.map(({ name, label }) => (
          <option value={name}>By {label}</option>
        ))}
      </select>
      {first && (
        <button
          type="button"
          class="button compact"
          aria-label={first.descending ? 'Sort from the smallest' : 'Sort from the largest'}
          title={first.descending ? 'The largest first' : 'The smallest first'}
          onClick={() => change({ sort: [{ ...first, descending: !first.descending }] })}
        >
          {first.descending ? 'Z–A' : 'A–Z'}
        </button>
      )}
    </div>
  );
}

const tests: Record<FilterTest, string> = {
  equal: 'is',
  not_equal: 'is not',
  contains: 'contains',
  at_least: 'is at least',
  at_most: 'is at most',
  empty: 'is empty',
  not_empty: 'is not empty',
};

function FilterField({ index, columns, options, change }: Props & { index: number }) {
  const { locale } = useSession().start.spreadsheet;
  const filter = options.filter[index];
  if (!filter) return null;
  const type = columns.find(({ name }) => name === filter.column)?.type;
  const put = (part: Partial<RangeOptions['filter'][number]>) =>
    change({
      filter: options.filter.map((other, at) => (at === index ? { ...other, ...part } : other)),
    });
  const needsText = filter.is !== 'empty' && filter.is !== 'not_empty';
  return (
    <fieldset class="filter">
      <legend class="unseen">Filter {index + 1}</legend>
      <select
        class="input"
        aria-label="Column"
        value={filter.column}
        onChange={(event) => put({ column: event.currentTarget.value })}
      >
        {columns.map(({ name, label }) => (
          <option value={name}>{label}</option>
        ))}
      </select>
      <select
        class="input"
        aria-label="How it is filtered"
        value={filter.is}
        onChange={(event) => put({ is: event.currentTarget.value as FilterTest })}
      >
        {Object.entries(tests).map(([name, words]) => (
          <option value={name}>{words}</option>
        ))}
      </select>
      {needsText && (
        <FilterText
          than={filter.than}
          onChange={(text) => put({ than: asResult(text, type, locale) })}
        />
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={`Take filter ${index + 1} away`}
        onClick={() => change({ filter: options.filter.filter((_, at) => at !== index) })}
      >
        <Icon name="close" />
      </button>
    </fieldset>
  );
}

// What was typed stays as it was typed; the range keeps what it means.
function FilterText({ than, onChange }: { than: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(than);
  return (
    <input
      class="input"
      type="text"
      dir="auto"
      aria-label="Value"
      value={text}
      onInput={({ currentTarget: { value } }) => {
        setText(value);
        onChange(value);
      }}
    />
  );
}

// Numbers and days are written as the spreadsheet's people do, and kept as results write them.
function asResult(text: string, type: string | undefined, locale: string): string {
  const read =
    type === 'number'
      ? numberFromText(text, locale)
      : type === 'date' || type === 'datetime'
        ? dateFromText(text, locale)
        : null;
  return read && 'value' in read ? read.value : text.trim();
}
