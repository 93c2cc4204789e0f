// A field for a number that may be left out: what is typed stays as it is typed, and what is none is told.
import { useState } from 'preact/hooks';
import { Field } from '../../../ui/fields/field.tsx';

interface Props {
  label: string;
  number: number | undefined;
  /** Whether it may be this number. */
  fits: (number: number) => boolean;
  /** What to write instead of what is none. */
  wrong: string;
  hint?: string;
  onChange: (number: number | undefined) => void;
}

export function NumberField({ label, number, fits, wrong, hint, onChange }: Props) {
  // Null: nobody is typing, so what is set is shown.
  const [typed, setTyped] = useState<string | null>(null);
  const isNone = (text: string) => text.trim() !== '' && !fits(Number(text));
  const isWrong = typed !== null && isNone(typed);
  const type = (text: string) => {
    setTyped(text);
    if (!isNone(text)) onChange(text.trim() === '' ? undefined : Number(text));
  };
  return (
    <Field label={label}>
      {(id) => (
        <>
          <input
            {...{ id, class: 'input', inputMode: 'decimal' }}
            value={typed ?? String(number ?? '')}
            aria-invalid={isWrong}
            aria-describedby={`${id}-says`}
            onInput={(event) => type(event.currentTarget.value)}
            onBlur={() => !isWrong && setTyped(null)}
          />
          <p id={`${id}-says`} class={isWrong ? 'field-error' : 'field-hint'} role="status">
            {isWrong ? wrong : hint}
          </p>
        </>
      )}
    </Field>
  );
}
