// Which rows a variation takes: a condition a line.
import type { Comparison, Condition } from '../../domain/contract/teaching/variation.ts';
import { comparisonsFor, needsValue, valueFault, type Known } from './selection-draft.ts';
import { AddButton, ColumnSelect, Line } from './line.tsx';
import { comparisonWords } from './selection-words.ts';
import { SettledInput } from './settled-input.tsx';
import { ValueField } from './value-field.tsx';

/** The values that stand in a column of the result, the most frequent first. */
export type ValuesIn = (column: string) => Promise<string[]>;

interface Props {
  legend: string;
  /** What the button says that adds one. */
  add: string;
  known: readonly Known[];
  conditions: readonly Condition[];
  valuesIn: ValuesIn;
  onChange: (conditions: Condition[]) => void;
}

export function ConditionRows({ legend, add, known, conditions, valuesIn, onChange }: Props) {
  const first = known[0]?.name ?? '';
  return (
    <fieldset class="selection-part">
      <legend>{legend}</legend>
      {conditions.map((condition, index) => (
        <ConditionLine
          key={index}
          {...{ known, condition, valuesIn }}
          onChange={(next) => onChange(conditions.map((each, at) => (at === index ? next : each)))}
          onRemove={() => onChange(conditions.filter((_each, at) => at !== index))}
        />
      ))}
      <AddButton
        label={add}
        onAdd={() => onChange([...conditions, { column: first, is: 'equal', value: '' }])}
      />
    </fieldset>
  );
}

interface LineProps {
  known: readonly Known[];
  condition: Condition;
  valuesIn: ValuesIn;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionLine({ known, condition, valuesIn, onChange, onRemove }: LineProps) {
  const { column, is } = condition;
  const type = known.find(({ name }) => name === column)?.type ?? 'text';
  const fits = comparisonsFor(type);
  const fault = valueFault(condition, type);
  return (
    <Line label={`the condition on ${column}`} onRemove={onRemove} fault={fault}>
      <ColumnSelect
        label="Column"
        {...{ known, column }}
        onChange={(name) => onChange(moved(condition, name, known))}
      />
      <select
        class="input"
        aria-label={`How ${column} is compared`}
        value={is}
        onChange={({ currentTarget }) =>
          onChange({ ...condition, is: currentTarget.value as Comparison })
        }
      >
        {fits.map((each) => (
          <option value={each}>{comparisonWords[each]}</option>
        ))}
      </select>
      {needsValue(is) && (
        <ConditionValue key={column} {...{ condition, type, valuesIn, onChange }} />
      )}
    </Line>
  );
}

interface ValueProps extends Pick<LineProps, 'condition' | 'valuesIn' | 'onChange'> {
  type: Known['type'];
}

function ConditionValue({ condition, type, valuesIn, onChange }: ValueProps) {
  const { column, is, value = '' } = condition;
  const label = `Value for ${column}`;
  const invalid = valueFault(condition, type) !== null;
  const onSettled = (text: string) => onChange({ ...condition, value: text });
  // Where a bound is wanted, those that stand there say little.
  if (is === 'equal' || is === 'not_equal') {
    return (
      <ValueField {...{ label, value, invalid, onSettled }} valuesIn={() => valuesIn(column)} />
    );
  }
  return (
    <SettledInput
      aria-label={label}
      aria-invalid={invalid}
      placeholder={type === 'date' ? '2026-01-31' : undefined}
      {...{ value, onSettled }}
    />
  );
}

// To another column, whose values may not be compared in the same way.
function moved(condition: Condition, column: string, known: readonly Known[]): Condition {
  const fits = comparisonsFor(known.find(({ name }) => name === column)?.type ?? 'text');
  const is = fits.includes(condition.is) ? condition.is : (fits[0] ?? 'equal');
  return { ...condition, column, is };
}
