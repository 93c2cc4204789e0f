// One number, what it was before, and how far it is to its goal.
import { measureText } from '../../ui/fields/field-text.ts';
import type { NumberPlan } from './plans.ts';

export function NumberChart({ plan }: { plan: NumberPlan }) {
  const { name, value, before, format, of, goal } = plan;
  return (
    <div class="one-number">
      <p class="quiet">
        {name}
        {of !== null && `, ${of}`}
      </p>
      <p class="big">{measureText(value, format)}</p>
      {before !== null && (
        <p>
          {changeWords(value, before)} <span class="quiet">from {measureText(before, format)}</span>
        </p>
      )}
      {goal !== undefined && (
        <p class="quiet">
          {value >= goal ? 'Goal reached' : 'Goal'}: {measureText(goal, format)}
        </p>
      )}
    </div>
  );
}

// Whether more is good nobody knows here, so it has no colour.
function changeWords(value: number, before: number): string {
  if (value === before) return 'No change';
  const sign = value > before ? '▲' : '▼';
  if (before === 0) return `${sign} from nothing`;
  const share = Math.abs((value - before) / before);
  const digits = { style: 'percent', maximumFractionDigits: 1 } as const;
  return `${sign} ${share.toLocaleString(undefined, digits)}`;
}
