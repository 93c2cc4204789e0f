// A field that offers a few fixed values.
import { Field } from './field.tsx';

interface Props {
  label: string;
  value: string;
  /** What each value is called. */
  options: Record<string, string>;
  onChange: (value: string) => void;
}

export function SelectField({ label, value, options, onChange }: Props) {
  return (
    <Field label={label}>
      {(id) => (
        <select
          class="input"
          id={id}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {Object.entries(options).map(([name, words]) => (
            <option value={name}>{words}</option>
          ))}
        </select>
      )}
    </Field>
  );
}
