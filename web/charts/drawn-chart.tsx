// A chart as one SVG: areas, stacked lines and points on the page, and every chart as a picture to keep.
import { axisText } from '../../ui/fields/field-text.ts';
import type { BarPlan, LinePlan, ScatterPlan } from './plans.ts';
import { evenRange, stackedSeries, ticksFor, type Band } from './scales.ts';

export type DrawnPlan = LinePlan | BarPlan | ScatterPlan;

export interface Frame {
  width: number;
  height: number;
}

const margin = { top: 10, right: 14, bottom: 26, left: 56 };

interface Axes {
  /** From numbers to pixels. */
  x: (value: number) => number;
  y: (value: number) => number;
  frame: Frame;
}

interface Props {
  plan: DrawnPlan;
  frame: Frame;
  font?: string;
}

export function DrawnChart({ plan, frame, font = 'system-ui, sans-serif' }: Props) {
  const label = plan.kind === 'scatter' ? `${plan.y} by ${plan.x}` : plan.x;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      width={frame.width}
      height={frame.height}
      role="img"
      aria-label={`Chart: ${label}`}
      font-size="12"
      font-family={font}
    >
      {plan.kind === 'line' && <Lines plan={plan} frame={frame} />}
      {plan.kind === 'bar' && <Columns plan={plan} frame={frame} />}
      {plan.kind === 'scatter' && <Points plan={plan} frame={frame} />}
    </svg>
  );
}

export const colourOf = (index: number) => `var(--series-${(index % 6) + 1})`;

function axesFor(frame: Frame, x: [number, number], y: [number, number]): Axes {
  const scale =
    ([low, high]: [number, number], from: number, to: number) =>
    (value: number) =>
      from + ((value - low) / (high - low || 1)) * (to - from);
  return {
    frame,
    x: scale(x, margin.left, frame.width - margin.right),
    y: scale(y, frame.height - margin.bottom, margin.top),
  };
}

interface GridProps {
  axes: Axes;
  ticks: number[];
  text: (value: number) => string;
  goal?: number | undefined;
}

function HorizontalGrid({ axes, ticks, text, goal }: GridProps) {
  const { y, frame } = axes;
  const ends = { x1: margin.left, x2: frame.width - margin.right };
  return (
    <g>
      {ticks.map((tick) => (
        <g>
          <line {...ends} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={margin.left - 6} y={y(tick) + 4} text-anchor="end" fill="var(--quiet)">
            {text(tick)}
          </text>
        </g>
      ))}
      {goal !== undefined && (
        <g>
          <line {...ends} y1={y(goal)} y2={y(goal)} stroke="var(--text)" stroke-dasharray="5 4" />
          <text x={ends.x2} y={y(goal) - 4} text-anchor="end" fill="var(--text)">
            Goal {text(goal)}
          </text>
        </g>
      )}
    </g>
  );
}

function bandsOf(plan: LinePlan | BarPlan): Band[] {
  const { style, series } = plan;
  if (style === 'stacked' || style === 'share') return stackedSeries(series, style === 'share');
  return series.map(({ values }) =>
    values.map((value) => (value === null ? null : { from: 0, to: value })),
  );
}

function rangeOf(bands: readonly Band[], goal: number | undefined): [number, number] {
  const ends = bands.flat().flatMap((at) => (at ? [at.from, at.to] : []));
  const all = goal === undefined ? ends : [...ends, goal];
  const highest = all.reduce((a, b) => Math.max(a, b), 0);
  return evenRange([all.reduce((a, b) => Math.min(a, b), 0), highest || 1]);
}

const textFor = (plan: LinePlan | BarPlan) => (value: number) =>
  axisText(value, plan.style === 'share' ? 'percent' : plan.series[0]?.format);

function Lines({ plan, frame }: { plan: LinePlan; frame: Frame }) {
  const bands = bandsOf(plan);
  const { times, goal } = plan;
  const [first = 0, last = 1] = [times[0], times.at(-1)];
  const range = rangeOf(bands, goal);
  const axes = axesFor(frame, [first, last], range);
  const isFilled = plan.style !== undefined;
  return (
    <g>
      <HorizontalGrid {...{ axes, goal }} ticks={ticksFor(range)} text={textFor(plan)} />
      {bands.map((band, index) => {
        const points = band.flatMap((at, place) =>
          at ? [{ x: axes.x(times[place] ?? 0), from: axes.y(at.from), to: axes.y(at.to) }] : [],
        );
        const top = points.map(({ x, to }) => `${x},${to}`);
        const bottom = points.map(({ x, from }) => `${x},${from}`).reverse();
        const colour = colourOf(index);
        return (
          <g>
            {isFilled && (
              <polygon points={[...top, ...bottom].join(' ')} fill={colour} opacity="0.35" />
            )}
            <polyline points={top.join(' ')} fill="none" stroke={colour} stroke-width="2" />
          </g>
        );
      })}
      {[first, last].map((at, index) => (
        <text
          x={axes.x(at)}
          y={frame.height - 8}
          text-anchor={index === 0 ? 'start' : 'end'}
          fill="var(--quiet)"
        >
          {new Date(at * 1000).toISOString().slice(0, 10)}
        </text>
      ))}
    </g>
  );
}

function Columns({ plan, frame }: { plan: BarPlan; frame: Frame }) {
  const bands = bandsOf(plan);
  const { categories, goal, style } = plan;
  const range = rangeOf(bands, goal);
  const axes = axesFor(frame, [0, categories.length], range);
  const room = axes.x(1) - axes.x(0);
  const isStacked = style === 'stacked' || style === 'share';
  const width = (room * 0.7) / (isStacked ? 1 : bands.length);
  return (
    <g>
      <HorizontalGrid {...{ axes, goal }} ticks={ticksFor(range)} text={textFor(plan)} />
      {bands.map((band, index) =>
        band.map((at, place) => {
          if (!at) return null;
          const [one, other] = [axes.y(at.from), axes.y(at.to)];
          const left = axes.x(place) + room * 0.15 + (isStacked ? 0 : index * width);
          const size = { width, height: Math.max(0.5, Math.abs(one - other)) };
          return <rect x={left} y={Math.min(one, other)} {...size} fill={colourOf(index)} />;
        }),
      )}
      {categories.map((name, place) => (
        <text x={axes.x(place + 0.5)} y={frame.height - 8} text-anchor="middle" fill="var(--quiet)">
          <title>{name}</title>
          {shortened(name, Math.max(2, Math.floor(room / 7)))}
        </text>
      ))}
    </g>
  );
}

// A name of which letters are left out says so.
function shortened(name: string, most: number): string {
  const letters = [...name];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : name;
}

function Points({ plan, frame }: { plan: ScatterPlan; frame: Frame }) {
  const reach = (at: 0 | 1): [number, number] => {
    const values = plan.points.map((point) => point[at]);
    const low = values.reduce((a, b) => Math.min(a, b));
    const high = values.reduce((a, b) => Math.max(a, b));
    const space = (high - low || 1) * 0.05;
    return [low - space, high + space];
  };
  const [across, up] = [reach(0), reach(1)];
  const axes = axesFor(frame, across, up);
  return (
    <g>
      <HorizontalGrid
        axes={axes}
        ticks={ticksFor(up)}
        text={(value) => axisText(value, undefined)}
      />
      {ticksFor(across).map((tick) => (
        <text x={axes.x(tick)} y={frame.height - 8} text-anchor="middle" fill="var(--quiet)">
          {axisText(tick, undefined)}
        </text>
      ))}
      {plan.points.map(([x, y]) => (
        <circle cx={axes.x(x)} cy={axes.y(y)} r="3" fill={colourOf(0)} opacity="0.6" />
      ))}
    </g>
  );
}
