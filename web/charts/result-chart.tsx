// The chart of a result: lines over time by uPlot, bars as plain HTML; what it shows also stands in the table.
import type { ChartPlan, LinePlan } from './chart-plan.ts';
import { BarChart } from './bar-chart.tsx';
import { lazy } from '../frame/lazy.tsx';

const LineChart = lazy<{ plan: LinePlan }>({
  name: 'line chart',
  load: async () => (await import('./line-chart.tsx')).LineChart,
  shape: <i class="shape chart-shape" />,
});

export function ResultChart({ plan }: { plan: ChartPlan }) {
  const names = plan.series.map(({ name }) => name).join(', ');
  return (
    <figure class="chart" aria-label={`Chart of ${names} by ${plan.x}`}>
      {plan.kind === 'line' ? <LineChart plan={plan} /> : <BarChart plan={plan} />}
    </figure>
  );
}
