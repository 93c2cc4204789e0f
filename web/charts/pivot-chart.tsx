// Rows by columns, the cells darker the greater they are: a pivot table, and how cohorts are read.
import { measureText } from '../../ui/fields/field-text.ts';
import type { PivotPlan } from './plans.ts';

/** A ground no darker than that keeps its number readable. */
const darkest = 45;

export function PivotChart({ plan }: { plan: PivotPlan }) {
  const { x, y, rows, columns, cells, format } = plan;
  const most = cells.flat().reduce<number>((top, value) => Math.max(top, Math.abs(value ?? 0)), 0);
  return (
    <div class="pivot" tabIndex={0} role="region" aria-label={`${y} by ${x}`}>
      <table>
        <caption class="quiet small">{y}</caption>
        <thead>
          <tr>
            <th scope="col">{x}</th>
            {columns.map((name) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr>
              <th scope="row">{name}</th>
              {columns.map((_, column) => (
                <Cell value={cells[row]?.[column] ?? null} most={most} format={format} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  value: number | null;
  most: number;
  format: PivotPlan['format'];
}

function Cell({ value, most, format }: CellProps) {
  if (value === null) return <td />;
  const share = Math.round((Math.abs(value) / (most || 1)) * darkest);
  const colour = value < 0 ? 'var(--series-2)' : 'var(--series-1)';
  const background = `color-mix(in srgb, ${colour} ${share}%, transparent)`;
  return (
    <td class="number" style={{ background }}>
      {measureText(value, format)}
    </td>
  );
}
