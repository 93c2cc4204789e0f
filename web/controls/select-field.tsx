// A field that offers a few fixed values.
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: string;
  /** What each value is called. */
  options: Record<string, string>;
  onChange: (value: string) => void;
}

export function SelectField({ label, value, options, onChange }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
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
    </div>
  );
}
