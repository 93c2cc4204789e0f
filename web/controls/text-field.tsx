// A field for one line of text.
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  text: string;
  onChange: (text: string) => void;
  placeholder?: string;
  required?: boolean;
  /** Characters. */
  maxLength?: number;
}

export function TextField({ label, text, onChange, ...input }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        class="input"
        id={id}
        {...input}
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
