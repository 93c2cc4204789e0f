// A field for what something means; what the database itself says stands below it, and counts while nothing is written.
import { useId } from 'preact/hooks';
import { Field } from '../../ui/fields/field.tsx';

interface Props {
  label: string;
  text: string;
  /** Of the database. */
  comment: string | null;
  onChange: (text: string) => void;
}

const LONGEST = 1000;

export function MeaningField({ label, text, comment, onChange }: Props) {
  const commentId = useId();
  return (
    <Field label={label}>
      {(id) => (
        <>
          <textarea
            class="input meaning"
            id={id}
            rows={Math.min(6, Math.max(1, text.split('\n').length, Math.ceil(text.length / 70)))}
            maxLength={LONGEST}
            value={text}
            aria-describedby={comment ? commentId : undefined}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
          {comment && (
            <p id={commentId} class="quiet small">
              The database’s comment
              {text.trim() === '' && ', which counts as long as this is empty'}: {comment}
            </p>
          )}
        </>
      )}
    </Field>
  );
}
