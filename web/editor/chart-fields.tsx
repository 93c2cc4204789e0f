// The chart that an author sets: how it looks, what is drawn along what, and a number that is aimed for.
import type { Chart } from '../../domain/contract/query.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { lookNames } from '../charts/look-names.ts';
import { TextField } from '../../ui/fields/text-field.tsx';
import type { DraftContent } from './draft.ts';

interface Props {
  content: DraftContent;
  onChange: (part: Partial<DraftContent>) => void;
  /** Of the result, as far as they are known. */
  columns: string[];
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
      {chart && chart.kind !== 'none' && (
        <div class="two-fields">
          <ColumnField label="Along" {...{ columns }} name={chart.x} onChange={(x) => set({ x })} />
          <ColumnField
            label="Drawn"
            {...{ columns }}
            name={chart.y?.[0]}
            onChange={(y) => set({ y: y === undefined ? undefined : [y] })}
          />
          <ColumnField
            label="Told apart by"
            {...{ columns }}
            name={chart.series}
            onChange={(series) => set({ series })}
          />
          <TextField
            label="Goal"
            text={chart.goal === undefined ? '' : String(chart.goal)}
            onChange={(text) => set({ goal: numberIn(text) })}
          />
        </div>
      )}
    </>
  );
}

function numberIn(text: string): number | undefined {
  const number = Number(text.trim());
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

// What is not set is left out: the contract knows no undefined.
function without(chart: Partial<Chart> & Pick<Chart, 'kind'>): Chart {
  return Object.fromEntries(
    Object.entries(chart).filter(([, value]) => value !== undefined),
  ) as Chart;
}

interface ColumnProps {
  label: string;
  columns: string[];
  name: string | undefined;
  onChange: (name: string | undefined) => void;
}

function ColumnField({ label, columns, name, onChange }: ColumnProps) {
  const names = name === undefined || columns.includes(name) ? columns : [name, ...columns];
  return (
    <SelectField
      label={label}
      value={name ?? ''}
      options={{
        '': 'As it suggests itself',
        ...Object.fromEntries(names.map((each) => [each, each])),
      }}
      onChange={(next) => onChange(next === '' ? undefined : next)}
    />
  );
}
