// A chart as a picture to keep: SVG as it stands, and PNG of twice its size.
import { render } from 'preact';
import type { ChartPlan } from './plans.ts';
import { colourOf, DrawnChart, type DrawnPlan } from './drawn-chart.tsx';

const frame = { width: 900, height: 420 };
const headHeight = 56;

/** Null: this chart is a table or a number, which are copied as such. */
export function drawable(plan: ChartPlan): DrawnPlan | null {
  return plan.kind === 'number' || plan.kind === 'pivot' ? null : plan;
}

export function svgOf(title: string, plan: DrawnPlan): string {
  const place = document.createElement('div');
  render(<Picture title={title} plan={plan} />, place);
  const style = getComputedStyle(document.documentElement);
  const text = place.innerHTML.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
    style.getPropertyValue(name).trim(),
  );
  render(null, place);
  return text;
}

export async function pngOf(title: string, plan: DrawnPlan): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(title, plan))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = frame.width * 2;
  canvas.height = (frame.height + headHeight) * 2;
  const pen = canvas.getContext('2d');
  pen?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

function Picture({ title, plan }: { title: string; plan: DrawnPlan }) {
  const names = plan.kind === 'scatter' ? [plan.y] : plan.series.map(({ name }) => name);
  const height = frame.height + headHeight;
  let left = 14;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${frame.width} ${height}`}
      width={frame.width}
      height={height}
      font-family="system-ui, sans-serif"
      font-size="12"
    >
      <rect width={frame.width} height={height} fill="var(--ground)" />
      <text x="14" y="22" font-size="16" font-weight="600" fill="var(--text)">
        {title}
      </text>
      {names.map((name, index) => {
        const at = left;
        left += 34 + name.length * 7;
        return (
          <g>
            <rect x={at} y="34" width="10" height="10" fill={colourOf(index)} />
            <text x={at + 15} y="43" fill="var(--text)">
              {name}
            </text>
          </g>
        );
      })}
      <g transform={`translate(0 ${headHeight})`}>
        <DrawnChart plan={plan} frame={frame} />
      </g>
    </svg>
  );
}
