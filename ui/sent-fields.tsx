// What is said of a list that is kept as sent: what for, and when.
import { Field } from './fields/field.tsx';

export interface SentFieldsProps {
  purpose: string;
  sentOn: string;
  onChange: (part: { purpose?: string; sentOn?: string }) => void;
}

export function SentFields({ purpose, sentOn, onChange }: SentFieldsProps) {
  return (
    <>
      <Field label="What was it sent for?">
        {(id) => (
          <input
            class="input"
            id={id}
            value={purpose}
            maxLength={200}
            placeholder="Second reminder"
            onInput={(event) => onChange({ purpose: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="When?">
        {(id) => (
          <input
            class="input"
            type="date"
            id={id}
            value={sentOn}
            onInput={(event) => onChange({ sentOn: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

/** Whether both are there. */
export const isSaid = ({ purpose, sentOn }: Pick<SentFieldsProps, 'purpose' | 'sentOn'>) =>
  purpose.trim() !== '' && /^\d{4}-\d\d-\d\d$/.test(sentOn);

/** Today, by this computer's clock and calendar. */
export function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
