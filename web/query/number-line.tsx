// The line over time of a query that gives one number, from its recorded runs; behind it the same as a table.
import { useMemo } from 'preact/hooks';
import type { Origin } from '../../domain/contract/access.ts';
import type { NumberAt } from '../../domain/contract/numbers.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { countWords, exactTime } from '../../ui/age.ts';
import { entriesFromSearch, valuesOf } from '../../ui/entries.ts';
import { measureText } from '../../ui/fields/field-text.ts';
import { useLoaded } from '../../ui/loaded.ts';
import type { LinePlan } from '../charts/plans.ts';
import { ResultChart } from '../charts/result-chart.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  query: SavedQuery;
  /** The values that the result is of, as a query string. */
  search: string;
  last: Result;
}

export function NumberLine(props: Props) {
  const column = numberColumn(props.last);
  return column === null ? null : <LineOf {...props} column={column} />;
}

/** Where the number is of a result that is one; null where it is more, or less. */
function numberColumn({ columns, rows, rowCount }: Result): number | null {
  const [at, ...others] = columns.flatMap(({ type }, index) => (type === 'number' ? [index] : []));
  const isOne = at !== undefined && others.length === 0 && rowCount === 1;
  return isOne && rows[0]?.[at] !== null ? at : null;
}

function LineOf({ query, search, last, column }: Props & { column: number }) {
  const { slug, parameters, columns: notes } = query;
  const [loaded] = useLoaded(last.run, () => {
    const values = valuesOf(parameters, entriesFromSearch(parameters, new URLSearchParams(search)));
    return ask('POST numbers', { params: { slug }, body: { values } });
  });
  const known = loaded.state === 'done' ? loaded.value.numbers : null;
  const numbers = useMemo(() => known && withLast(known, last, column), [known]);
  if (numbers === null || numbers.length < 2) return null;
  const { name = '' } = last.columns[column] ?? {};
  const note = notes?.find((each) => each.name === name);
  const called = note?.label ?? name;
  const format = note?.format;
  return (
    <section class="number-line" aria-label={`${called} over time`}>
      <h2>Over time</h2>
      <Chart {...{ numbers, called, format }} />
      <details>
        <summary>{countWords(numbers.length, 'run')} as a table</summary>
        <NumberTable {...{ numbers, called, format }} />
      </details>
    </section>
  );
}

// The run that is shown may not be recorded yet, or was recorded at an earlier one whose result was kept.
function withLast(known: NumberAt[], { ranAt, rows, version }: Result, column: number): NumberAt[] {
  const latest = known.at(-1);
  if (latest !== undefined && latest.at >= ranAt) return known;
  const value = String(rows[0]?.[column] ?? '');
  return [...known, { at: ranAt, value, version, origin: 'page' }];
}

interface Shown {
  numbers: NumberAt[];
  called: string;
  format: LinePlan['series'][number]['format'];
}

function Chart({ numbers, called, format }: Shown) {
  const plan = useMemo<LinePlan>(() => {
    const series = { name: called, ...(format ? { format } : {}) };
    return {
      ...{ kind: 'line', x: 'run', isDay: false },
      times: numbers.map(({ at }) => Date.parse(at) / 1_000),
      series: [{ ...series, values: numbers.map(({ value }) => Number(value)) }],
    };
  }, [numbers]);
  return <ResultChart plan={plan} />;
}

const ORIGINS: Record<Origin, string> = {
  page: 'on the pages',
  sheet: 'in a sheet',
  schedule: 'by a schedule',
  csv: 'as CSV',
  json: 'as JSON',
  xlsx: 'as a workbook',
  link: 'through a share link',
  api: 'by a program',
  alert: 'by an alert',
  hook: 'by an incoming webhook',
  subscription: 'for a subscription',
  slack: 'in Slack',
};

function NumberTable({ numbers, called, format }: Shown) {
  return (
    <div class="number-table" tabIndex={0}>
      <table class="list-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" class="number">
              {called}
            </th>
            <th scope="col">Ran</th>
            <th scope="col">Version</th>
          </tr>
        </thead>
        <tbody>
          {numbers
            .map(({ at, value, origin, version }) => (
              <tr key={at}>
                <td>{exactTime(at)}</td>
                <td class="number">{measureText(Number(value), format)}</td>
                <td>{ORIGINS[origin]}</td>
                <td>{version}</td>
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </div>
  );
}
