// Lines over time: uPlot, in the page's colours, with each line's name at its end.
import { useEffect, useRef } from 'preact/hooks';
import uPlot, { type Options } from 'uplot';
import type { LinePlan } from './result-chart.tsx';

const height = 240;
// Up to so many names stand at the ends of their lines; more would cover each other.
const directAtMost = 4;

export function LineChart({ plan }: { plan: LinePlan }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let chart = draw(element, plan);
    const again = () => {
      chart.destroy();
      chart = draw(element, plan);
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
  return <div class="line-chart" ref={place} />;
}

function draw(place: HTMLElement, plan: LinePlan): uPlot {
  const data = [plan.times, ...plan.series.map(({ values }) => values)] as uPlot.AlignedData;
  return new uPlot(optionsOf(plan, place), data, place);
}

function optionsOf(plan: LinePlan, place: HTMLElement): Options {
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
      { ...axis, grid: { show: false } },
      { ...axis, size: 56, values: (_chart, ticks) => ticks.map(tickText) },
    ],
    series: [
      { label: plan.x, value: (_chart, at) => (at === null ? '' : timeText(at, plan.isDay)) },
      ...plan.series.map(({ name }, index) => ({
        label: name,
        stroke: colour(`--series-${index + 1}`),
        width: 2,
        points: { show: plan.times.length <= 60, size: 5 },
        value: (_chart: uPlot, value: number | null) => (value === null ? '' : tickText(value)),
      })),
    ],
    cursor: { points: { size: 8 } },
    hooks: direct && !isNarrow ? { draw: [(chart) => drawNames(chart, plan, font)] } : {},
  };
}

// From zero, unless the numbers lie far away from it.
function rangeOf(low: number | null, high: number | null): [number, number] {
  const bottom = low ?? 0;
  const top = high ?? 1;
  const far = bottom > 0 && bottom > (top - bottom) * 4;
  const space = (top - bottom || Math.abs(top) || 1) * 0.08;
  return [far || bottom < 0 ? bottom - space : 0, top + space];
}

const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const tickText = (value: number) => numbers.format(value);

function timeText(seconds: number, isDay: boolean): string {
  const at = new Date(seconds * 1000);
  if (isDay) return at.toISOString().slice(0, 10);
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(at);
}

function labelWidth({ series }: LinePlan, font: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 12;
  context.font = font;
  const widths = series.map(({ name }) => context.measureText(name).width);
  return Math.min(180, Math.max(...widths) + 16);
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
    ctx.fillText(name, chart.bbox.left + chart.bbox.width + 8 * ratio, at);
  }
  ctx.restore();
}

function lastGiven(values: (number | null)[]): number {
  return values.reduce<number>((last, value, index) => (value === null ? last : index), 0);
}
