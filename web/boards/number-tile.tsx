// One number: with its change against the run before, its goal, and what the alerts of its query say.
import type { BoardNumber, Tile } from '../../domain/contract/board.ts';
import type { ColumnNote } from '../../domain/contract/query.ts';
import { measureText } from '../../ui/fields/field-text.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { Icon } from '../../ui/icon.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { routes } from '../../domain/routes.ts';
import { ask } from '../frame/ask.ts';
import { significantDigits } from '../../domain/cells/number-text.ts';

type NumberOfTile = Extract<Tile, { kind: 'number' }>;

interface Props {
  tile: NumberOfTile;
  notes: readonly ColumnNote[];
  number: BoardNumber;
  isShared: boolean;
}

export function NumberTile({ tile, notes, number, isShared }: Props) {
  const format = tile.format ?? notes.find(({ name }) => name === number.column)?.format;
  const { value, before, trend } = number;
  return (
    <>
      <p class="tile-value">
        {value === null ? <span class="null">no value</span> : textOf(value, format)}
      </p>
      <Change {...{ tile, number, format }} />
      {tile.goal !== undefined && <Goal tile={tile} value={value} format={format} />}
      {!isShared && <AlertState query={tile.query} />}
      {before !== null && trend.length > 2 && (
        <Trend values={trend.map((point) => Number(point.value))} />
      )}
    </>
  );
}

/** More digits than a double holds are shown as the database wrote them. */
function textOf(value: string, format: ColumnNote['format']): string {
  const number = Number(value);
  if (!Number.isFinite(number) || significantDigits(value) > 15) return value;
  return measureText(number, format);
}

function Change({
  tile: { better },
  number: { value, before },
  format,
}: {
  tile: NumberOfTile;
  number: BoardNumber;
  format: ColumnNote['format'];
}) {
  if (value === null || before === null || before.value === null) return null;
  const change = Number(value) - Number(before.value);
  if (!Number.isFinite(change)) return null;
  const tone = toneOf(change, better);
  const words =
    change === 0
      ? 'unchanged'
      : `${change > 0 ? '+' : '−'}${measureText(Math.abs(change), format)}`;
  return (
    <p class={`tile-change ${tone}`}>
      {change !== 0 && <Icon name={change > 0 ? 'up' : 'down'} />}
      {words}{' '}
      <span class="quiet">
        since <TimeAgo at={before.at} />
      </span>
    </p>
  );
}

function toneOf(change: number, better: NumberOfTile['better']): string {
  if (better === undefined || change === 0) return '';
  return change > 0 === (better === 'up') ? 'good' : 'bad';
}

function Goal({
  tile: { goal = 0, better = 'up' },
  value,
  format,
}: {
  tile: NumberOfTile;
  value: string | null;
  format: ColumnNote['format'];
}) {
  const isMet = value !== null && (better === 'up' ? Number(value) >= goal : Number(value) <= goal);
  return (
    <p class={isMet ? 'tile-change good' : 'tile-change'}>
      <Icon name={isMet ? 'good' : 'goTo'} />
      {isMet ? 'Goal met' : 'Goal'}: {better === 'up' ? 'at least' : 'at most'}{' '}
      {measureText(goal, format)}
    </p>
  );
}

function AlertState({ query }: { query: string }) {
  const [loaded] = useLoaded(query, () => ask('GET alerts', { query: { query } }));
  if (loaded.state !== 'done') return null;
  const loud = loaded.value.alerts.filter(({ state }) =>
    ['firing', 'no_data', 'failing'].includes(state),
  );
  if (loud.length === 0) return null;
  return (
    <p class="tile-change bad">
      <Icon name="bad" />
      <a href={routes.alertsPage(query)}>
        {loud.length === 1
          ? `${loud[0]?.name} ${loud[0]?.state === 'firing' ? 'fires' : 'is not well'}`
          : `${loud.length} alerts are not well`}
      </a>
    </p>
  );
}

const WIDE = 100;
const HIGH = 24;

function Trend({ values }: { values: number[] }) {
  const known = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const span = most - least || 1;
  const points = known.map(
    (value, at) =>
      `${((at / Math.max(1, known.length - 1)) * WIDE).toFixed(1)},${(HIGH - 2 - ((value - least) / span) * (HIGH - 4)).toFixed(1)}`,
  );
  return (
    <svg
      class="trend"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
