// The form of a part of a linked range's card: what it holds, the button that saves it, and Cancel.
import type { ComponentChildren } from 'preact';

interface Props {
  name: string;
  save: { label: string; run: () => Promise<unknown>; disabled?: boolean };
  onCancel: () => void;
  children: ComponentChildren;
}

export function PartForm({ name, save, onCancel, children }: Props) {
  return (
    <form
      class="stack"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      {children}
      <div class="row">
        <button type="submit" class="button compact" disabled={save.disabled}>
          {save.label}
        </button>
        <button type="button" class="plain-button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
