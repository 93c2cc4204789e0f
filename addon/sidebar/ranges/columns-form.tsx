// Which columns of the result a linked range shows, in which order and under which label.
import type { LinkedRangeView, RangeOptions } from '../../sidebar-functions.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { OptionPartProps } from './parts.ts';

interface Props extends OptionPartProps {
  columns: LinkedRangeView['columns'];
}

type Shown = RangeOptions['columns'][number];

export function ColumnsForm({ columns, options, change }: Props) {
  const chosen = shownColumns(columns, options.columns);
  const hidden = columns.filter(({ name }) => !chosen.some((column) => column.name === name));
  const set = (next: Shown[]) => change({ columns: asIs(next, columns) ? [] : next });
  return (
    <details class="columns">
      <summary>Columns</summary>
      <ul class="stack">
        {chosen.map((column, index) => (
          <li key={column.name}>
            <ShownColumn columns={chosen} index={index} column={column} onChange={set} />
            {typeOf(columns, column.name) === 'number' && (
              <ExactText name={column.name} options={options} change={change} />
            )}
          </li>
        ))}
      </ul>
      {hidden.length > 0 && (
        <div class="row wrap left-out">
          <span class="quiet">Left out:</span>
          {hidden.map(({ name }) => (
            <button
              type="button"
              class="plain-button"
              aria-label={`Show ${name} again`}
              onClick={() => set([...chosen, { name, label: name }])}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </details>
  );
}

interface ShownProps {
  columns: Shown[];
  index: number;
  column: Shown;
  onChange: (columns: Shown[]) => void;
}

function ShownColumn({ columns, index, column, onChange }: ShownProps) {
  const { name, label } = column;
  const relabel = (next: string) =>
    onChange(columns.map((other) => (other === column ? { name, label: next } : other)));
  return (
    <div class="row">
      <input
        class="input grow"
        type="text"
        aria-label={`Label of ${name}`}
        value={label}
        onInput={(event) => relabel(event.currentTarget.value)}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => onChange(moved(columns, index))}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Leave out ${name}`}
        disabled={columns.length === 1}
        onClick={() => onChange(columns.filter((other) => other !== column))}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function ExactText({ name, options, change }: OptionPartProps & { name: string }) {
  const others = options.exactText.filter((other) => other !== name);
  return (
    <label class="check small">
      <input
        type="checkbox"
        checked={options.exactText.includes(name)}
        onChange={(event) =>
          change({ exactText: event.currentTarget.checked ? [...others, name] : others })
        }
      />
      Keep every digit as text
    </label>
  );
}

function typeOf(columns: Props['columns'], name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}

// No choice means all columns, as the query names them, also those that come later.
function shownColumns(columns: Props['columns'], chosen: Shown[]): Shown[] {
  if (chosen.length > 0) return chosen;
  return columns.map(({ name, label }) => ({ name, label }));
}

function asIs(chosen: Shown[], columns: Props['columns']): boolean {
  return (
    chosen.length === columns.length &&
    chosen.every(
      ({ name, label }, index) => name === columns[index]?.name && label === columns[index].label,
    )
  );
}

function moved(columns: Shown[], index: number): Shown[] {
  const column = columns[index];
  const before = columns[index - 1];
  if (!column || !before) return columns;
  return columns.map((other, at) => (at === index ? before : at === index - 1 ? column : other));
}
