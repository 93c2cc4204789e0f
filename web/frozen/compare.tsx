// Compares a frozen run with another one of its query: what came, what went, and what changed, by the columns that name a row.
import { useState } from 'preact/hooks';
import type { Frozen, FrozenDifference } from '../../domain/contract/frozen.ts';
import { countWords, exactTime } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { ask } from '../frame/ask.ts';

/** Nothing where there is no other one. */
export function Compare({ frozen: { id, query } }: { frozen: Frozen }) {
  const filter = query === null ? {} : { query };
  const [loaded] = useLoaded(id, () => ask('GET frozenRuns', { query: filter }));
  const [chosen, setChosen] = useState('');
  if (loaded.state !== 'done') return null;
  const others = loaded.value.frozen.filter(
    (each) => each.id !== id && each.erased === null && each.query === query && query !== null,
  );
  if (others.length === 0) return null;
  const options = Object.fromEntries([
    ['', 'Choose a frozen run'],
    ...others.map((each) => [
      each.id,
      `${exactTime(each.ranAt)}, ${countWords(each.rowCount, 'row')}`,
    ]),
  ]) as Record<string, string>;
  return (
    <section class="stack" aria-label="Compare">
      <SelectField
        label="What differs from"
        value={chosen}
        options={options}
        onChange={setChosen}
      />
      {chosen !== '' && <Difference key={chosen} a={chosen} b={id} />}
    </section>
  );
}

function Difference({ a, b }: { a: string; b: string }) {
  const [loaded, again] = useLoaded(`${a} ${b}`, () =>
    ask('GET frozenDifference', { params: { a, b } }),
  );
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed')
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  return <Found found={loaded.value} />;
}

function Found({ found }: { found: FrozenDifference }) {
  const { key, counts, added, removed, changed, columnsAdded, columnsRemoved } = found;
  const by = key.length === 0 ? 'by all that stands in a row' : `by ${key.join(' and ')}`;
  return (
    <div class="stack">
      <p role="status">
        <strong>{countsWords(counts)}</strong> <span class="quiet">Rows are told apart {by}.</span>
      </p>
      {columnsAdded.length + columnsRemoved.length > 0 && (
        <p class="quiet">
          {columnsAdded.length > 0 && `New columns: ${columnsAdded.join(', ')}. `}
          {columnsRemoved.length > 0 && `Columns that went: ${columnsRemoved.join(', ')}.`}
        </p>
      )}
      <Changed found={found} />
      <Rows title="Came" rows={added} columns={found.b.columns} more={counts.added} />
      <Rows title="Went" rows={removed} columns={found.a.columns} more={counts.removed} />
      {changed.length < counts.changed && (
        <p class="quiet">And {countWords(counts.changed - changed.length, 'changed row')} more.</p>
      )}
    </div>
  );
}

function countsWords({ added, removed, changed, same }: FrozenDifference['counts']): string {
  if (added + removed + changed === 0) return 'Nothing differs.';
  const parts = [
    `${countWords(changed, 'row')} changed`,
    `${added.toLocaleString()} came`,
    `${removed.toLocaleString()} went`,
    `${same.toLocaleString()} stayed the same`,
  ];
  return `${parts.join(', ')}.`;
}

function Changed({ found: { changed, key, b } }: { found: FrozenDifference }) {
  if (changed.length === 0) return null;
  const places = key.map((name) => b.columns.findIndex((column) => column.name === name));
  return (
    <table class="difference">
      <caption>Changed</caption>
      <thead>
        <tr>
          <th>{key.join(', ') || 'Row'}</th>
          <th>Column</th>
          <th>Before</th>
          <th>After</th>
        </tr>
      </thead>
      <tbody>
        {changed.flatMap(({ row, cells, more }, index) => [
          ...cells.map((cell, nr) => (
            <tr key={`${index} ${cell.column}`}>
              <td>{nr === 0 && places.map((place) => textOf(row[place])).join(', ')}</td>
              <td>{cell.column}</td>
              <td>{textOf(cell.before)}</td>
              <td>{textOf(cell.after)}</td>
            </tr>
          )),
          ...(more > 0
            ? [
                <tr key={`${index} more`}>
                  <td />
                  <td colSpan={3} class="quiet">
                    and {countWords(more, 'value')} more
                  </td>
                </tr>,
              ]
            : []),
        ])}
      </tbody>
    </table>
  );
}

interface RowsProps {
  title: string;
  rows: (string | null)[][];
  columns: Frozen['columns'];
  /** How many there are. */
  more: number;
}

function Rows({ title, rows, columns, more }: RowsProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <table class="difference">
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map(({ name }, index) => (
              <th key={index}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((text, place) => (
                <td key={place}>{textOf(text)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > rows.length && <p class="quiet">And {countWords(more - rows.length, 'row')} more.</p>}
    </>
  );
}

const textOf = (text: string | null | undefined) =>
  text === null || text === undefined ? <span class="null">null</span> : text;
