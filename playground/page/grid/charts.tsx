// Draws the charts of a tab over its cells, plainly: which numbers they show, not how Google would make them look.
import type { ChartView, TabView } from '../../protocol.ts';
import { plot, pointsOf, scaled, up, type Scaled } from './chart-points.ts';
import { leftOf, sizes } from './columns.ts';
import type { ColumnLayout } from './columns.ts';

/** What Google makes of a chart whose size nobody sets. */
const size = { width: 600, height: 371 };

export function Charts({ tab, layout }: { tab: TabView; layout: ColumnLayout }) {
  return (
    <>
      {tab.charts.map((chart) => (
        <Chart key={chart.id} chart={scaled(chart)} layout={layout} />
      ))}
    </>
  );
}

function Chart({ chart, layout }: { chart: Scaled; layout: ColumnLayout }) {
  const place = {
    top: `${(chart.row - 1) * sizes.row + sizes.columnHeader}px`,
    left: `${leftOf(layout, chart.column) + sizes.rowHeader}px`,
    width: `${size.width}px`,
    height: `${size.height}px`,
  };
  return (
    <figure class="chart" style={place} role="img" aria-label={`Chart: ${chart.title}`}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
        <text class="chart-title" x="24" y="30">
          {chart.title}
        </text>
        <Legend chart={chart} />
        <Axes chart={chart} />
        {chart.series.map((_series, index) => (
          <Drawn key={index} chart={chart} index={index} />
        ))}
      </svg>
    </figure>
  );
}

function Legend({ chart: { series } }: { chart: ChartView }) {
  return (
    <>
      {series.map(({ name }, index) => (
        <g key={index} transform={`translate(${24 + index * 140}, 50)`}>
          <rect class={`series-${index % 6}`} y="-9" width="10" height="10" />
          <text x="16">{name.length > 18 ? `${name.slice(0, 17)}…` : name}</text>
        </g>
      ))}
    </>
  );
}

function Axes({ chart }: { chart: Scaled }) {
  const { low, high } = chart;
  const format = new Intl.NumberFormat(undefined, { notation: 'compact' });
  const last = chart.names.length - 1;
  return (
    <>
      {[low, (low + high) / 2, high].map((value) => (
        <g key={value}>
          <line
            class="chart-line"
            x1={plot.left}
            x2={plot.right}
            y1={up(value, chart)}
            y2={up(value, chart)}
          />
          <text x={plot.left - 8} y={up(value, chart) + 4} text-anchor="end">
            {format.format(value)}
          </text>
        </g>
      ))}
      <text x={plot.left} y={plot.bottom + 24}>
        {chart.names[0]}
      </text>
      <text x={plot.right} y={plot.bottom + 24} text-anchor="end">
        {last > 0 ? chart.names[last] : ''}
      </text>
    </>
  );
}

function Drawn({ chart, index }: { chart: Scaled; index: number }) {
  const points = pointsOf(chart, index);
  const kind = `series-${index % 6}`;
  if (chart.type === 'SCATTER')
    return (
      <g class={kind}>
        {points.map(({ x, top }) => (
          <circle cx={x} cy={up(top, chart)} r="3" />
        ))}
      </g>
    );
  if (chart.type === 'LINE' || chart.type === 'AREA') {
    const line = points.map(({ x, top }) => `${x},${up(top, chart)}`).join(' ');
    const back = points
      .map(({ x, from }) => `${x},${up(from, chart)}`)
      .reverse()
      .join(' ');
    return chart.type === 'LINE' ? (
      <polyline class={`drawn ${kind}`} points={line} />
    ) : (
      <polygon class={`area ${kind}`} points={`${line} ${back}`} />
    );
  }
  return (
    <g class={kind}>
      {points.map(({ x, top, from, width }) => {
        const [high, low] = [Math.max(top, from), Math.min(top, from)];
        const height = up(low, chart) - up(high, chart);
        return <rect x={x} y={up(high, chart)} width={width} height={height} />;
      })}
    </g>
  );
}
