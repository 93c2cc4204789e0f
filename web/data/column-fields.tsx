// The words of one column: what it means, and what its values mean.
import { useState } from 'preact/hooks';
import type { Table } from '../../domain/contract/schema.ts';
import type { ColumnWords } from '../../domain/contract/teaching/data-words.ts';
import { TextField } from '../../ui/fields/text-field.tsx';
import { MeaningField } from './meaning-field.tsx';
import { withValue } from './words-draft.ts';

interface Props {
  column: Table['columns'][number];
  words: ColumnWords;
  onChange: (words: ColumnWords) => void;
}

export function ColumnFields({ column, words, onChange }: Props) {
  const { name, type, isKey, comment } = column;
  return (
    <li class="words-column">
      <p>
        <code>{name}</code>{' '}
        <span class="quiet small">
          {type}
          {isKey && ', key'}
        </span>
      </p>
      <MeaningField
        label={`What ${name} means`}
        text={words.means}
        comment={comment}
        onChange={(means) => onChange({ ...words, means })}
      />
      <Values {...{ column, words, onChange }} />
    </li>
  );
}

function Values({ column, words, onChange }: Props) {
  const known = new Set([...(column.values ?? []), ...words.values.map(({ value }) => value)]);
  const meansOf = (value: string) => words.values.find((each) => each.value === value)?.means ?? '';
  const told = words.values.filter(({ means }) => means !== '').length;
  return (
    <details>
      <summary>
        What its values mean{told > 0 && ` (${told})`}
        <span class="unseen">: {column.name}</span>
      </summary>
      <div class="words-values">
        {[...known].map((value) => (
          <TextField
            key={value}
            label={value === '' ? 'The empty text' : value}
            text={meansOf(value)}
            maxLength={500}
            onChange={(means) => onChange(withValue(words, value, means))}
          />
        ))}
        <NewValue onAdd={(value) => !known.has(value) && onChange(withValue(words, value, ''))} />
      </div>
    </details>
  );
}

function NewValue({ onAdd }: { onAdd: (value: string) => void }) {
  const [value, setValue] = useState('');
  const add = () => {
    if (value === '') return;
    onAdd(value);
    setValue('');
  };
  return (
    <div class="words-new">
      <TextField label="Another value" text={value} maxLength={200} onChange={setValue} />
      <button type="button" class="button compact" disabled={value === ''} onClick={add}>
        Add
      </button>
    </div>
  );
}
