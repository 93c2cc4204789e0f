// A field with its label above: what is filled in takes the id that the label names.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  children: (id: string) => ComponentChildren;
}

export function Field({ label, children }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}
