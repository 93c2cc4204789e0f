// Bars that begin at zero, each with its name and its number beside it.
import { ChartKey } from './chart-key.tsx';
import type { BarPlan, Series } from './plans.ts';
import { measureText } from '../../ui/fields/field-text.ts';

export function BarChart({ plan }: { plan: BarPlan }) {
  const { categories, series, style } = plan;
  const isFunnel = style === 'funnel';
  const all = series.flatMap(({ values }) => values.map((value) => value ?? 0));
  const low = Math.min(0, ...all);
  const span = Math.max(0, ...all) - low || 1;
  return (
    <>
      {series.length > 1 ? (
        <ChartKey names={series.map(({ name }) => name)} />
      ) : (
        <p class="quiet small">{series[0]?.name}</p>
      )}
      <dl class="bars">
        {categories.map((category, row) => (
          <div class="bar-row">
            <dt>{category}</dt>
            <dd>
              {series.map(({ values, format }, index) => (
                <Bar
                  value={values[row] ?? null}
                  {...{ low, span, format }}
                  series={(index % 6) + 1}
                  first={isFunnel ? (values[0] ?? null) : null}
                />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface BarProps {
  value: number | null;
  low: number;
  span: number;
  series: number;
  format: Series['format'];
  /** In a funnel the first number, of which each is a share. */
  first: number | null;
}

function Bar({ value, low, span, series, format, first }: BarProps) {
  const isNegative = (value ?? 0) < 0;
  const from = ((Math.min(0, value ?? 0) - low) / span) * 100;
  const width = (Math.abs(value ?? 0) / span) * 100;
  const style = {
    marginLeft: `${from}%`,
    width: `${width}%`,
    background: `var(--series-${series})`,
    // Below zero is told apart also where only the colour is seen.
    ...(isNegative ? { opacity: 0.55 } : {}),
  };
  return (
    <div class="bar-line">
      <span class="bar-track">
        <i style={style} />
      </span>
      <span class={value === null ? 'bar-value null' : 'bar-value'}>
        {value === null ? 'null' : measureText(value, format)}
        {value !== null &&
          first !== null &&
          first !== 0 &&
          ` (${measureText(value / first, 'percent')})`}
      </span>
    </div>
  );
}
