// One line of a variation's form: its fields, and a button that takes it away.
import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';
import type { Known } from './selection-draft.ts';

interface Props {
  /** What the line says, for who hears it: `the condition on country`. */
  label: string;
  fault?: string | null;
  onRemove: () => void;
  children: ComponentChildren;
}

export function Line({ label, fault = null, onRemove, children }: Props) {
  return (
    <div class="selection-line">
      {children}
      <button
        type="button"
        class="icon-button"
        aria-label={`Take away ${label}`}
        title="Take it away"
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
      {fault !== null && (
        <p class="field-error" role="alert">
          <Icon name="bad" />
          {fault}
        </p>
      )}
    </div>
  );
}

interface ColumnProps {
  label: string;
  known: readonly Known[];
  column: string;
  onChange: (column: string) => void;
}

export function ColumnSelect({ label, known, column, onChange }: ColumnProps) {
  // One that the result had once stays to be seen, so that it can be taken away.
  const isGone = !known.some(({ name }) => name === column);
  return (
    <select
      class="input"
      aria-label={label}
      value={column}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      {isGone && <option value={column}>{column} (no longer there)</option>}
      {known.map(({ name }) => (
        <option value={name}>{name}</option>
      ))}
    </select>
  );
}

export function AddButton({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div>
      <button type="button" class="plain-button" onClick={onAdd}>
        <Icon name="plus" />
        {label}
      </button>
    </div>
  );
}
