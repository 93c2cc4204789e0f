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
  const toggleExact = (name: string, on: boolean) => {
    const others = options.exactText.filter((other) => other !== name);
    change({ exactText: on ? [...others, name] : others });
  };
  return (
    <details class="columns">
      <summary>Columns</summary>
      <ul class="stack">
        {chosen.map((column, index) => (
          <li key={column.name}>
            <div class="row">
              <input
                class="input grow"
                type="text"
                aria-label={`Label of ${column.name}`}
                value={column.label}
                onInput={(event) => {
                  const label = event.currentTarget.value;
                  set(chosen.map((other) => (other === column ? { ...other, label } : other)));
                }}
              />
              <button
                type="button"
                class="icon-button"
                aria-label={`Move ${column.name} up`}
                disabled={index === 0}
                onClick={() => set(moved(chosen, index))}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={`Leave out ${column.name}`}
                disabled={chosen.length === 1}
                onClick={() => set(chosen.filter((other) => other !== column))}
              >
                <Icon name="close" />
              </button>
            </div>
            {typeOf(columns, column.name) === 'number' && (
              <label class="check small">
                <input
                  type="checkbox"
                  checked={options.exactText.includes(column.name)}
                  onChange={(event) => toggleExact(column.name, event.currentTarget.checked)}
                />
                Keep every digit as text
              </label>
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
