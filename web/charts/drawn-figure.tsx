// An SVG chart as wide as its place, with the names of its series above.
import { useRef } from 'preact/hooks';
import { ChartKey } from './chart-key.tsx';
import { DrawnChart, type DrawnPlan } from './drawn-chart.tsx';
import { useWidth } from './use-width.ts';

const height = 260;

export function DrawnFigure({ plan }: { plan: DrawnPlan }) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <>
      {plan.kind === 'scatter' ? (
        <p class="quiet small">
          {plan.y} (up) by {plan.x} (across)
          {plan.isPart && `; the first ${plan.points.length.toLocaleString()} rows`}
        </p>
      ) : (
        <ChartKey names={plan.series.map(({ name }) => name)} />
      )}
      <div ref={place} style={{ height: `${height}px` }}>
        {width > 0 && <DrawnChart plan={plan} frame={{ width, height }} />}
      </div>
    </>
  );
}
