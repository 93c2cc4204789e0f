// Which colour stands for which series.

export function ChartKey({ names }: { names: readonly string[] }) {
  return (
    <ul class="chart-key">
      {names.map((name, index) => (
        <li>
          <i style={{ background: `var(--series-${(index % 6) + 1})` }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
