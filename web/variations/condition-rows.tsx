// Which rows a variation takes: a condition a line.
import type { Comparison, Condition } from '../../domain/contract/teaching/variation.ts';
import { comparisonsFor, needsValue, valueFault, type Known } from './selection-draft.ts';
import { AddButton, ColumnSelect, Line } from './line.tsx';
import { SettledInput } from './settled-input.tsx';
import { comparisonWords } from './selection-words.ts';

interface Props {
  known: readonly Known[];
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}

export function ConditionRows({ known, conditions, onChange }: Props) {
  const first = known[0]?.name ?? '';
  return (
    <fieldset class="selection-part">
      <legend>Only rows where</legend>
      {conditions.map((condition, index) => (
        <ConditionLine
          key={index}
          {...{ known, condition }}
          onChange={(next) => onChange(conditions.map((each, at) => (at === index ? next : each)))}
          onRemove={() => onChange(conditions.filter((_each, at) => at !== index))}
        />
      ))}
      <AddButton
        label="Add a condition"
        onAdd={() => onChange([...conditions, { column: first, is: 'equal', value: '' }])}
      />
    </fieldset>
  );
}

interface LineProps {
  known: readonly Known[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionLine({ known, condition, onChange, onRemove }: LineProps) {
  const { column, is, value = '' } = condition;
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
        <SettledInput
          aria-label={`Value for ${column}`}
          aria-invalid={fault !== null}
          placeholder={type === 'date' ? '2026-01-31' : undefined}
          value={value}
          onSettled={(text) => onChange({ ...condition, value: text })}
        />
      )}
    </Line>
  );
}

// To another column, whose values may not be compared in the same way.
function moved(condition: Condition, column: string, known: readonly Known[]): Condition {
  const fits = comparisonsFor(known.find(({ name }) => name === column)?.type ?? 'text');
  const is = fits.includes(condition.is) ? condition.is : (fits[0] ?? 'equal');
  return { ...condition, column, is };
}
