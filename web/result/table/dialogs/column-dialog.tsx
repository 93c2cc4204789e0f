// What a reader can do with one column of a table: order and filter by it, hide it, keep it at the left.
import { useMemo, useState } from 'preact/hooks';
import { Dialog } from '../../../../ui/dialog.tsx';
import { fieldText, typeWords } from '../../../../ui/fields/field-text.ts';
import { SelectField } from '../../../../ui/fields/select-field.tsx';
import { TextField } from '../../../../ui/fields/text-field.tsx';
import type { Shown, TableResult } from '../../shown-columns.ts';
import { conditions, toggled, type Condition, type Direction, type View } from '../view.ts';

interface Props {
  column: number;
  shown: Shown;
  result: TableResult;
  view: View;
  onChange: (view: View) => void;
  onClose: () => void;
}

export function ColumnDialog({ column, shown, result, view, onChange, onClose }: Props) {
  const change = (part: Partial<View>) => {
    onChange({ ...view, ...part });
    onClose();
  };
  const sort = (direction: Direction) => change({ sorts: [{ column, direction }] });
  const isPinned = view.pinned.has(column);
  return (
    <Dialog title={shown.note?.label ?? shown.column.name} onClose={onClose}>
      <div class="stack">
        <p class="quiet small">
          {typeWords(shown.column.type)} ({shown.column.typeName})
        </p>
        {shown.note?.description && <p>{shown.note.description}</p>}
        <div class="chips">
          <button type="button" class="button compact" onClick={() => sort('asc')}>
            Smallest first
          </button>
          <button type="button" class="button compact" onClick={() => sort('desc')}>
            Greatest first
          </button>
          <button
            type="button"
            class="button compact"
            onClick={() => change({ pinned: toggled(view.pinned, column) })}
          >
            {isPinned ? 'Let it scroll' : 'Keep at the left'}
          </button>
          <button
            type="button"
            class="button compact"
            disabled={result.columns.length - view.hidden.size < 2}
            onClick={() => change({ hidden: toggled(view.hidden, column) })}
          >
            Hide
          </button>
        </div>
        <FilterForm {...{ column, shown, result, view }} onChange={change} />
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

type FormProps = Omit<Props, 'onChange' | 'onClose'> & { onChange: (part: Partial<View>) => void };

function FilterForm({ column, shown, result, view, onChange }: FormProps) {
  const set = view.filters.find((filter) => filter.column === column);
  const usual = shown.column.type === 'text' || shown.column.type === 'json' ? 'contains' : 'is';
  const [condition, setCondition] = useState<Condition>(set?.condition ?? usual);
  const [value, setValue] = useState(set?.value ?? '');
  const others = view.filters.filter((filter) => filter.column !== column);
  const apply = (by: Condition, text: string) =>
    onChange({ filters: [...others, { column, condition: by, value: text }] });
  const needsNone = condition === 'empty' || condition === 'given';
  return (
    <form
      class="stack"
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault();
        if (needsNone || value.trim() !== '') apply(condition, value);
      }}
    >
      <div class="two-fields">
        <SelectField
          label="Show rows where it"
          value={condition}
          options={conditions}
          onChange={(next) => setCondition(next as Condition)}
        />
        {!needsNone && <TextField label="Value" text={value} onChange={setValue} />}
      </div>
      <Frequent {...{ column, shown, result }} onPick={(text) => apply('is', text)} />
      <div class="chips">
        <button type="submit" class="button compact primary">
          Filter
        </button>
        {set && (
          <button
            type="button"
            class="button compact"
            onClick={() => onChange({ filters: others })}
          >
            Show all rows
          </button>
        )}
      </div>
    </form>
  );
}

const frequentAtMost = 8;

type FrequentProps = Pick<Props, 'column' | 'shown' | 'result'> & {
  onPick: (text: string) => void;
};

function Frequent({ column, shown, result, onPick }: FrequentProps) {
  const values = useMemo(() => countsOf(result, column), [result, column]);
  if (values.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Frequent values">
      {values.slice(0, frequentAtMost).map(([value, count]) => (
        <button type="button" class="chip frequent" onClick={() => onPick(String(value))}>
          <span>{fieldText(value, shown.column, shown.reading)}</span>
          <span class="quiet">{count.toLocaleString()}</span>
        </button>
      ))}
    </div>
  );
}

/** The values that more than one row has, the most frequent first. */
function countsOf({ rows }: TableResult, column: number) {
  const counts = new Map<string | number | boolean, number>();
  for (const row of rows) {
    const field = row[column] ?? null;
    if (field !== null && String(field).length <= 60)
      counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
}
