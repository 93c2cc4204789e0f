// Words of columns that the table does not have any more: given to the column that it is called now, or forgotten.
import type { Table } from '../../domain/contract/schema.ts';
import type { TableWords } from '../../domain/contract/teaching/data-words.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { columnIn, goneColumns, renamed, withoutColumn } from './words-draft.ts';

interface Props {
  words: TableWords;
  table: Table;
  onChange: (words: TableWords) => void;
}

export function GoneColumns({ words, table, onChange }: Props) {
  const gone = goneColumns(words, table);
  if (gone.length === 0) return null;
  const silent = table.columns.filter(({ name }) => {
    const { means, values } = columnIn(words, name);
    return means === '' && values.length === 0;
  });
  const options = {
    '': 'Choose its column',
    ...Object.fromEntries(silent.map(({ name }) => [name, name])),
  };
  return (
    <section class="note warn" aria-label="Columns that are gone">
      <div class="stack">
        <p>These columns are not in the table any more. What was written of them is kept.</p>
        {gone.map(({ name, means }) => (
          <div key={name} class="stack">
            <p>
              <code>{name}</code> {means}
            </p>
            <SelectField
              label={`${name} is called otherwise now`}
              value=""
              options={options}
              onChange={(now) => now !== '' && onChange(renamed(words, name, now))}
            />
            <div>
              <button
                type="button"
                class="plain-button"
                onClick={() => onChange(withoutColumn(words, name))}
              >
                Forget what was written of {name}
              </button>
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}
