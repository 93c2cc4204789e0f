// A choice among spans of time.
import type { Span } from '../../domain/contract/teaching/inside.ts';

interface Props {
  label: string;
  by: Span;
  onChange: (by: Span) => void;
}

export const SPANS: readonly Span[] = ['day', 'week', 'month', 'quarter', 'year'];

export function SpanSelect({ label, by, onChange }: Props) {
  return (
    <select
      class="input"
      aria-label={label}
      value={by}
      onChange={({ currentTarget }) => {
        const next = SPANS.find((span) => span === currentTarget.value);
        if (next !== undefined) onChange(next);
      }}
    >
      {SPANS.map((span) => (
        <option value={span}>{span} of</option>
      ))}
    </select>
  );
}
