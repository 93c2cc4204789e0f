// An SVG chart as wide as its place, with the names of its series above.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChartKey } from './chart-key.tsx';
import { DrawnChart, type DrawnPlan } from './drawn-chart.tsx';

const height = 260;

export function DrawnFigure({ plan }: { plan: DrawnPlan }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
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
