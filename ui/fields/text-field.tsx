// A field for one line of text.
import { Field } from './field.tsx';

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
  return (
    <Field label={label}>
      {(id) => (
        <input
          class="input"
          id={id}
          {...input}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
