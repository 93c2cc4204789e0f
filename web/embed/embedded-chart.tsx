// A result's chart as one SVG, as wide as its place in the page and in the page's font.
import { useRef } from 'preact/hooks';
import { colourOf, DrawnChart, type DrawnPlan } from '../charts/drawn-chart.tsx';
import { useWidth } from '../charts/use-width.ts';

const height = 260;

export function EmbeddedChart({ title, plan }: { title: string; plan: DrawnPlan }) {
  const place = useRef<HTMLElement>(null);
  const width = useWidth(place);
  const names = plan.kind === 'scatter' ? [] : plan.series.map(({ name }) => name);
  return (
    <figure class="sheetfeed-chart" ref={place}>
      <figcaption>{title}</figcaption>
      {names.length > 1 && (
        <p class="sheetfeed-key">
          {names.map((name, at) => (
            <span>
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" fill={colourOf(at)} />
              </svg>{' '}
              {name}{' '}
            </span>
          ))}
        </p>
      )}
      {width > 0 && <DrawnChart plan={plan} frame={{ width, height }} font="inherit" />}
    </figure>
  );
}
