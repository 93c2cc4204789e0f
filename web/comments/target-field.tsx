// What the next comment on a page is about: the whole, a row of the result that is shown, or a cell of it.
import { useId } from 'preact/hooks';
import { rowKeyOf, rowWords } from '../../ui/comments/row-key.ts';
import { WHOLE } from '../../ui/comments/target.ts';
import { Combobox } from '../../ui/fields/combobox.tsx';
import type { Talk } from './use-talk.ts';

const MOST_OFFERED = 1_000;

export function TargetField({ talk }: { talk: Talk }) {
  const id = useId();
  const { target, setTarget, result, places } = talk;
  if (result === null) return null;
  if (places === null) {
    return (
      <p class="quiet small">
        This comment is about the whole. For comments on rows the query’s author says which columns
        name a row (its key).
      </p>
    );
  }
  const rows = result.rows.slice(0, MOST_OFFERED).map((_, at) => rowKeyOf(result, places, at));
  const options = rows.map((row, at) => ({ value: String(at), label: rowWords(row) }));
  return (
    <div class="row wrap target">
      <label for={id}>About the row</label>
      <Combobox
        key={target.row === null ? 'whole' : rowWords(target.row)}
        id={id}
        text={target.row === null ? '' : rowWords(target.row)}
        options={options}
        placeholder="None: about the whole"
        onPick={({ value }) => setTarget({ row: rows[Number(value)] ?? null, column: null })}
        onClear={() => setTarget(WHOLE)}
      />
      {target.row !== null && <ColumnField talk={talk} />}
    </div>
  );
}

function ColumnField({ talk: { target, setTarget, result } }: { talk: Talk }) {
  const id = useId();
  return (
    <>
      <label for={id}>Cell</label>
      <select
        id={id}
        class="input narrow-select"
        value={target.column ?? ''}
        onChange={({ currentTarget: { value } }) =>
          setTarget({ ...target, column: value === '' ? null : value })
        }
      >
        <option value="">The whole row</option>
        {result?.columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" class="plain-button" onClick={() => setTarget(WHOLE)}>
        About the whole
      </button>
    </>
  );
}
