// Bars that begin at zero, each with its name and its number beside it.
import type { ChartPlan, Series } from './chart-plan.ts';
import { measureText } from '../../ui/field-text.ts';

type BarPlan = Extract<ChartPlan, { kind: 'bar' }>;

export function BarChart({ plan }: { plan: BarPlan }) {
  const { categories, series } = plan;
  const all = series.flatMap(({ values }) => values.map((value) => value ?? 0));
  const low = Math.min(0, ...all);
  const span = Math.max(0, ...all) - low || 1;
  return (
    <>
      {series.length > 1 ? (
        <Key names={series.map(({ name }) => name)} />
      ) : (
        <p class="quiet small">{series[0]?.name}</p>
      )}
      <dl class="bars">
        {categories.map((category, row) => (
          <div class="bar-row">
            <dt>{category}</dt>
            <dd>
              {series.map(({ values, format }, index) => (
                <Bar value={values[row] ?? null} {...{ low, span, format }} series={index + 1} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Key({ names }: { names: string[] }) {
  return (
    <ul class="chart-key">
      {names.map((name, index) => (
        <li>
          <i style={{ background: `var(--series-${index + 1})` }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

interface BarProps {
  value: number | null;
  low: number;
  span: number;
  series: number;
  format: Series['format'];
}

function Bar({ value, low, span, series, format }: BarProps) {
  const from = ((Math.min(0, value ?? 0) - low) / span) * 100;
  const width = (Math.abs(value ?? 0) / span) * 100;
  const style = {
    marginLeft: `${from}%`,
    width: `${width}%`,
    background: `var(--series-${series})`,
  };
  return (
    <div class="bar-line">
      <span class="bar-track">
        <i style={style} />
      </span>
      <span class={value === null ? 'bar-value null' : 'bar-value'}>
        {value === null ? 'null' : measureText(value, format)}
      </span>
    </div>
  );
}
