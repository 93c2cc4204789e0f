// A chart and a table of a tile's result.
import { useMemo } from 'preact/hooks';
import type { Tile, TileQuery } from '../../domain/contract/board.ts';
import { countWords } from '../../ui/age.ts';
import { fieldText, isNumeric } from '../../ui/fields/field-text.ts';
import { chartPlan } from '../charts/chart-plan.ts';
import { ResultChart } from '../charts/result-chart.tsx';
import { leadAddress } from '../result/leads.ts';
import type { TileResult } from './tile-source.ts';
import { shownColumns } from '../result/shown-columns.ts';

interface Props {
  tile: Tile;
  query: TileQuery;
  result: TileResult;
  isShared: boolean;
}

/** The table, where there is no chart to draw. */
export function ChartTile({ tile, query, result, isShared }: Props) {
  const set = tile.kind === 'chart' ? tile.chart : undefined;
  const plan = useMemo(() => chartPlan(set ?? query.chart, result, query.columns), [result]);
  if (plan === null) return <TableTile {...{ tile, query, result, isShared }} />;
  return <ResultChart plan={plan} />;
}

const MOST_ROWS = 200;

export function TableTile({ query, result, isShared }: Props) {
  const shown = shownColumns(result, query.columns);
  if (result.rows.length === 0) return <p class="quiet">No rows.</p>;
  const rest = result.rowCount - Math.min(MOST_ROWS, result.rows.length);
  return (
    <div class="tile-table" role="region" aria-label={`Rows of ${query.title}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {shown.map(({ column, note }) => (
              <th key={column.name} scope="col" class={isNumeric(column) ? 'number' : ''}>
                {note?.label ?? column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.rows.slice(0, MOST_ROWS).map((row, at) => (
            <tr key={at}>
              {shown.map(({ column, note, reading }, place) => {
                const field = row[place] ?? null;
                const text = fieldText(field, column, reading);
                const lead = leadAddress(note, field);
                return (
                  <td key={column.name} class={isNumeric(column) ? 'number' : ''}>
                    {text === null ? (
                      <span class="null">null</span>
                    ) : lead ? (
                      <a href={lead}>{text}</a>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {(rest > 0 || result.truncated) && (
        <p class="quiet small">
          {rest > 0 ? `And ${countWords(rest, 'row')} more` : 'And more'}
          {result.truncated ? ' at least' : ''}
          {isShared ? '.' : ': open the query for all of them.'}
        </p>
      )}
    </div>
  );
}
