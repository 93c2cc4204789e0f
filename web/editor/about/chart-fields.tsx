// The chart that an author sets: how it looks, what is drawn along what, how much of it, and a number that is aimed for.
import type { Chart } from '../../../domain/contract/query.ts';
import type { Column } from '../../../domain/contract/result.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { lookNames } from '../../charts/look-names.ts';
import { ChecksField } from '../../controls/checks-field.tsx';
import type { DraftContent } from '../draft.ts';
import { NumberField } from './number-field.tsx';

interface Props {
  content: DraftContent;
  onChange: (part: Partial<DraftContent>) => void;
  /** Of the result, as far as they are known. */
  columns: Column[];
}

const kinds = { automatic: 'When the columns suggest one', ...lookNames, none: 'None' };

export function ChartFields({ content, onChange, columns }: Props) {
  const { chart } = content;
  const set = (part: Partial<Chart>) =>
    chart && onChange({ chart: without({ ...chart, ...part }) });
  return (
    <>
      <SelectField
        label="Chart"
        value={chart?.kind ?? 'automatic'}
        options={kinds}
        onChange={(kind) =>
          onChange({
            chart: kind === 'automatic' ? null : { ...chart, kind: kind as Chart['kind'] },
          })
        }
      />
      {chart && chart.kind !== 'none' && <Set {...{ chart, columns, set }} />}
    </>
  );
}

interface SetProps {
  chart: Chart;
  columns: Column[];
  set: (part: Partial<Chart>) => void;
}

function Set({ chart, columns, set }: SetProps) {
  const { kind, x, series, goal, top } = chart;
  const names = columns.map(({ name }) => name);
  return (
    <>
      <div class="two-fields">
        <ColumnField label="Along" {...{ names }} name={x} onChange={(next) => set({ x: next })} />
        {kind !== 'scatter' && kind !== 'number' && (
          <ColumnField
            label={kind === 'pivot' ? 'Across' : 'Told apart by'}
            {...{ names }}
            name={series}
            onChange={(next) => set({ series: next })}
          />
        )}
      </div>
      <DrawnField {...{ chart, columns, set }} />
      <div class="two-fields">
        {hasTop(kind) && (
          <NumberField
            label="Only the greatest"
            number={top}
            fits={(number) => Number.isInteger(number) && number >= 1 && number <= 30}
            wrong="Write a whole number from 1 to 30."
            hint={topHint(chart)}
            onChange={(next) => set({ top: next })}
          />
        )}
        {hasGoal(kind) && (
          <NumberField
            label="Goal"
            number={goal}
            fits={Number.isFinite}
            wrong="Write a number, such as 1500 or 2.5."
            hint="Drawn as a line across."
            onChange={(next) => set({ goal: next })}
          />
        )}
      </div>
    </>
  );
}

const hasTop = (kind: Chart['kind']) => !['scatter', 'number', 'pivot'].includes(kind);
const hasGoal = (kind: Chart['kind']) => !['scatter', 'funnel', 'pivot'].includes(kind);

function topHint({ kind, series }: Chart): string {
  const isBars = kind === 'bar' || kind === 'stacked' || kind === 'share' || kind === 'funnel';
  return series === undefined && isBars
    ? 'All others are one bar.'
    : 'Five series at most; all others are one.';
}

/** Of some charts one column is drawn, of the others several. */
function DrawnField({ chart: { kind, x, y = [], series }, columns, set }: SetProps) {
  const known = columns.filter(({ type, name }) => type === 'number' && name !== x);
  const gone = y.filter((name) => !known.some((column) => column.name === name));
  const names = [...known.map(({ name }) => name), ...gone];
  if (kind === 'scatter' || kind === 'number' || kind === 'pivot' || series !== undefined) {
    return (
      <ColumnField
        label="Drawn"
        {...{ names }}
        name={y[0]}
        onChange={(name) => set({ y: name === undefined ? undefined : [name] })}
      />
    );
  }
  if (names.length === 0) return null;
  return (
    <ChecksField
      legend="Drawn"
      hint="None ticked: as it suggests itself."
      options={names.map((name) => [name, name] as const)}
      chosen={y}
      onChange={(chosen) => set({ y: chosen.length === 0 ? undefined : chosen })}
    />
  );
}

// What is not set is left out: the contract knows no undefined.
function without(chart: Partial<Chart> & Pick<Chart, 'kind'>): Chart {
  return Object.fromEntries(
    Object.entries(chart).filter(([, value]) => value !== undefined),
  ) as Chart;
}

interface ColumnProps {
  label: string;
  names: string[];
  name: string | undefined;
  onChange: (name: string | undefined) => void;
}

function ColumnField({ label, names, name, onChange }: ColumnProps) {
  const all = name === undefined || names.includes(name) ? names : [name, ...names];
  return (
    <SelectField
      label={label}
      value={name ?? ''}
      options={{
        '': 'As it suggests itself',
        ...Object.fromEntries(all.map((each) => [each, each])),
      }}
      onChange={(next) => onChange(next === '' ? undefined : next)}
    />
  );
}
