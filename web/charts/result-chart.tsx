// The chart of a result: lines over time by uPlot, bars as plain HTML, all else as one SVG; what it shows also stands in the table.
import type { ChartPlan, LinePlan } from './plans.ts';
import { BarChart } from './bar-chart.tsx';
import { DrawnFigure } from './drawn-figure.tsx';
import { lazy } from '../frame/lazy.tsx';
import { NumberChart } from './number-chart.tsx';
import { PivotChart } from './pivot-chart.tsx';

const LineChart = lazy<{ plan: LinePlan }>({
  name: 'line chart',
  load: async () => (await import('./line-chart.tsx')).LineChart,
  shape: <i class="shape chart-shape" />,
});

export function ResultChart({ plan }: { plan: ChartPlan }) {
  return (
    <figure class="chart" aria-label={`Chart of ${wordsOf(plan)}`}>
      <ChartBody plan={plan} />
    </figure>
  );
}

function ChartBody({ plan }: { plan: ChartPlan }) {
  switch (plan.kind) {
    case 'line':
      return isPlain(plan) ? <LineChart plan={plan} /> : <DrawnFigure plan={plan} />;
    case 'bar':
      return isPlain(plan) || plan.style === 'funnel' ? (
        <BarChart plan={plan} />
      ) : (
        <DrawnFigure plan={plan} />
      );
    case 'scatter':
      return <DrawnFigure plan={plan} />;
    case 'number':
      return <NumberChart plan={plan} />;
    case 'pivot':
      return <PivotChart plan={plan} />;
  }
}

const isPlain = ({ style, goal }: { style?: string; goal?: number }) =>
  style === undefined && goal === undefined;

function wordsOf(plan: ChartPlan): string {
  if (plan.kind === 'number') return plan.name;
  if (plan.kind === 'scatter' || plan.kind === 'pivot') return `${plan.y} by ${plan.x}`;
  return `${plan.series.map(({ name }) => name).join(', ')} by ${plan.x}`;
}
