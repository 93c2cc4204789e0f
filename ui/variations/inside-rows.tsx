// What a variation changes inside its original, of the tables and columns that its author opened.
import type { Inside, Openings, Span } from '../../domain/contract/teaching/inside.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { ConditionRows } from './condition-rows.tsx';
import {
  asConditions,
  freeName,
  fromConditions,
  nothingInside,
  openColumns,
  spanName,
  withName,
  type OpenColumn,
} from './opened.ts';
import { SpanSelect } from './span-select.tsx';

interface Props {
  openings: Openings;
  draft: Selection;
  onChange: (draft: Selection) => void;
  valuesOf: (column: OpenColumn) => Promise<string[]>;
}

export function InsideRows({ openings, draft, onChange, valuesOf }: Props) {
  const { inside = nothingInside } = draft;
  const columns = openColumns(openings);
  const filters = columns.filter(({ noFilter }) => noFilter === null);
  const set = (part: Partial<Inside>) => onChange({ ...draft, inside: { ...inside, ...part } });
  const valuesIn = async (name: string) => {
    const column = columns.find((each) => each.name === name);
    return column === undefined ? [] : valuesOf(column);
  };
  return (
    <>
      {filters.length > 0 && (
        <ConditionRows
          legend={
            openings.isGrouped
              ? 'Before rows are put together, only those where'
              : 'Of its tables, only rows where'
          }
          add="Add a condition on its tables"
          known={filters}
          conditions={asConditions(inside)}
          valuesIn={valuesIn}
          onChange={(next) => set({ conditions: fromConditions(next, columns) })}
        />
      )}
      {reasonsOf(openings).map((reason) => (
        <p class="quiet small">{reason}</p>
      ))}
      {openings.spans.length > 0 && <Spans {...{ openings, draft, onChange }} />}
      {openings.noColumns === null && columns.length > 0 && (
        <Further {...{ openings, draft, onChange, columns }} />
      )}
    </>
  );
}

const reasonsOf = ({ tables, noColumns }: Openings) => [
  ...new Set([...tables.map(({ noFilter }) => noFilter), noColumns].filter((why) => why !== null)),
];

type PartProps = Pick<Props, 'openings' | 'draft' | 'onChange'>;

/** Spans of time by which the original puts rows together. */
function Spans({ openings, draft, onChange }: PartProps) {
  const { inside = nothingInside } = draft;
  return (
    <fieldset class="selection-part">
      <legend>Each row is for one</legend>
      {openings.spans.map(({ column, of, by: first }) => {
        const by = inside.spans.find((span) => span.column === column)?.by ?? first;
        return (
          <div class="selection-line" key={column}>
            <SpanSelect
              label={`Span of ${of} inside`}
              by={by}
              onChange={(next) => {
                const others = inside.spans.filter((span) => span.column !== column);
                const spans = next === first ? others : [...others, { column, by: next }];
                const names = [by, next].map((each) => spanName(openings, column, each));
                const changed = { ...draft, inside: { ...inside, spans } };
                onChange(withName(changed, names[0] ?? column, names[1] ?? column));
              }}
            />
            {of}
          </div>
        );
      })}
    </fieldset>
  );
}

/** Columns that come besides. */
function Further({
  openings,
  draft,
  onChange,
  columns,
}: PartProps & { columns: readonly OpenColumn[] }) {
  const { inside = nothingInside } = draft;
  const isOf = (open: OpenColumn) => (each: Inside['columns'][number]) =>
    each.table === open.table && each.column === open.column;
  const set = (open: OpenColumn, next: Inside['columns'][number] | null) => {
    const before = inside.columns.find(isOf(open));
    const others = inside.columns.filter((each) => each !== before);
    const all = next === null ? others : [...others, next];
    onChange({
      ...draft,
      inside: { ...inside, columns: all },
      columns: shownWith(draft.columns, before?.as, next?.as),
    });
  };
  const added = (open: OpenColumn, by = spanFor(open, openings)) => {
    const { table, column } = open;
    const asked = { table, column, ...(by && { by }) };
    return { ...asked, as: freeName(openings, asked) };
  };
  return (
    <fieldset class="selection-part">
      <legend>{openings.isGrouped ? 'And for each' : 'And of its tables'}</legend>
      <div class="row wrap">
        {columns.map((open) => {
          const chosen = inside.columns.find(isOf(open));
          return (
            <div class="row" key={open.name}>
              <label class="check small">
                <input
                  type="checkbox"
                  checked={chosen !== undefined}
                  onChange={({ currentTarget }) =>
                    set(open, currentTarget.checked ? added(open) : null)
                  }
                />
                {open.name}
              </label>
              {chosen?.by && (
                <SpanSelect
                  label={`Span of ${open.name}`}
                  by={chosen.by}
                  onChange={(by) => set(open, added(open, by))}
                />
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

// A group for each moment would be a group for each row.
const spanFor = ({ type }: OpenColumn, { isGrouped }: Openings): Span | undefined =>
  isGrouped && (type === 'date' || type === 'datetime') ? 'month' : undefined;

// Where some columns are chosen, what comes besides is one of them.
function shownWith(shown: readonly string[], before?: string, next?: string): string[] {
  if (shown.length === 0) return [];
  const others = shown.filter((name) => name !== before);
  return next === undefined ? others : [...others, next];
}
