// Lines over time: uPlot, in the page's colours, with each line's name at its end and its number above.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot, { type Options } from 'uplot';
import { axisText, measureText } from '../../ui/fields/field-text.ts';
import type { LinePlan } from './plans.ts';

const height = 240;
// Up to so many names stand at the ends of their lines; more would cover each other.
const directAtMost = 4;

export function LineChart({ plan }: { plan: LinePlan }) {
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let chart = draw(element, plan, setPointed);
    const again = () => {
      chart.destroy();
      chart = draw(element, plan, setPointed);
    };
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', again);
      chart.destroy();
    };
  }, [plan]);
  return (
    <>
      <Readout plan={plan} at={pointed ?? plan.times.length - 1} />
      <div class="line-chart" ref={place} />
    </>
  );
}

/** The numbers of the point that is pointed at, else of the last one. */
function Readout({ plan, at }: { plan: LinePlan; at: number }) {
  return (
    <ul class="chart-key">
      <li class="quiet">{timeText(plan.times[at] ?? 0, plan.isDay)}</li>
      {plan.series.map(({ name, values, format }, index) => {
        const value = values[at] ?? null;
        return (
          <li key={name}>
            <i style={{ background: `var(--series-${index + 1})` }} />
            {name} <b>{value === null ? '–' : measureText(value, format)}</b>
          </li>
        );
      })}
    </ul>
  );
}

type OnPoint = (index: number | null) => void;

function draw(place: HTMLElement, plan: LinePlan, onPoint: OnPoint): uPlot {
  const data = [plan.times, ...plan.series.map(({ values }) => values)] as uPlot.AlignedData;
  return new uPlot(optionsOf(plan, place, onPoint), data, place);
}

function optionsOf(plan: LinePlan, place: HTMLElement, onPoint: OnPoint): Options {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${style.fontFamily}`;
  const direct = plan.series.length <= directAtMost;
  const axis = {
    stroke: colour('--quiet'),
    font,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const isNarrow = place.clientWidth < 520;
  return {
    width: place.clientWidth,
    height,
    padding: [8, direct && !isNarrow ? labelWidth(plan, font) : 12, 0, 0],
    ...(plan.isDay ? { tzDate: (at: number) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC') } : {}),
    scales: { y: { range: (_chart, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, size: 38, grid: { show: false } },
      {
        ...axis,
        // Halves of what is counted in ones say nothing.
        ...(isWhole(plan) ? { incrs: wholeSteps } : {}),
        size: (_chart, ticks) => Math.max(40, widthOf(ticks ?? [], font) + 16),
        values: (_chart, ticks) => ticks.map((value) => axisText(value, plan.series[0]?.format)),
      },
    ],
    series: [
      {},
      ...plan.series.map((_, index) => ({
        stroke: colour(`--series-${index + 1}`),
        width: 2,
        points: { show: plan.times.length <= 60, size: 5 },
      })),
    ],
    legend: { show: false },
    cursor: { points: { size: 8 } },
    hooks: {
      setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
      draw: direct && !isNarrow ? [(chart) => drawNames(chart, plan, font)] : [],
    },
  };
}

const wholeSteps = Array.from({ length: 15 }, (_, power) =>
  [1, 2, 5].map((by) => by * 10 ** power),
).flat();

const isWhole = ({ series }: LinePlan) =>
  series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));

// From zero, unless the numbers lie far away from it.
function rangeOf(low: number | null, high: number | null): [number, number] {
  const bottom = low ?? 0;
  const top = high ?? 1;
  const far = bottom > 0 && bottom > (top - bottom) * 4;
  const space = (top - bottom || Math.abs(top) || 1) * 0.08;
  return [far || bottom < 0 ? bottom - space : 0, top + space];
}

function timeText(seconds: number, isDay: boolean): string {
  const at = new Date(seconds * 1000);
  if (isDay) return at.toISOString().slice(0, 10);
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(at);
}

const nameWidthAtMost = 164;

function labelWidth({ series }: LinePlan, font: string): number {
  const names = series.map(({ name }) => name);
  return Math.min(nameWidthAtMost, widthOf(names, font)) + 16;
}

function widthOf(texts: readonly string[], font: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = font;
  return Math.max(0, ...texts.map((text) => context.measureText(text).width));
}

// At the ends of the lines, pushed apart where they would touch.
function drawNames(chart: uPlot, { series }: LinePlan, font: string): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const ends = series
    .map(({ name, values }, index) => {
      const last = lastGiven(values);
      const y = chart.valToPos(values[last] ?? 0, 'y', true);
      return { name, index, y };
    })
    .sort((a, b) => a.y - b.y);
  ctx.save();
  ctx.font = font.replace('12px', `${12 * ratio}px`);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  let above = -Infinity;
  for (const { name, index, y } of ends) {
    const at = Math.max(y, above + 15 * ratio);
    above = at;
    const stroke = chart.series[index + 1]?.stroke;
    ctx.fillStyle = typeof stroke === 'function' ? String(stroke(chart, index + 1)) : '#888';
    // The last number narrows a name that is too long for its place.
    ctx.fillText(name, chart.bbox.left + chart.bbox.width + 8 * ratio, at, nameWidthAtMost * ratio);
  }
  ctx.restore();
}

function lastGiven(values: (number | null)[]): number {
  return values.reduce<number>((last, value, index) => (value === null ? last : index), 0);
}
