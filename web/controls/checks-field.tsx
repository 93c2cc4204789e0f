// A field that offers a few fixed values, of which any number may be chosen.

interface Props<Value extends string> {
  legend: string;
  hint?: string;
  /** Each value with what it is called. */
  options: (readonly [value: Value, words: string])[];
  chosen: Value[];
  onChange: (chosen: Value[]) => void;
}

export function ChecksField<Value extends string>(props: Props<Value>) {
  const { legend, hint, options, chosen, onChange } = props;
  return (
    <fieldset>
      <legend class="field-label">{legend}</legend>
      {hint && <p class="field-hint">{hint}</p>}
      {options.map(([value, words]) => (
        <label class="check" key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(chosen, value))}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function toggled<Value>(chosen: Value[], value: Value): Value[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
}
