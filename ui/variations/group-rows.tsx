// How a variation puts rows together: by which columns, and what is told of each group.
import type { Group, Selection, Total } from '../../domain/contract/teaching/variation.ts';
import { SPANS } from './span-select.tsx';
import { AddButton, ColumnSelect, Line } from './line.tsx';
import { totalsFor, type Known } from './selection-draft.ts';

interface Props {
  known: readonly Known[];
  selection: Selection;
  onChange: (part: Partial<Selection>) => void;
}

const isTime = ({ type }: Known) => type === 'date' || type === 'datetime';

export function GroupRows({ known, selection, onChange }: Props) {
  const { groups, totals } = selection;
  const [first] = known;
  const setGroup = (index: number, group: Group) =>
    onChange({ groups: groups.map((each, at) => (at === index ? group : each)) });
  // A number of rows says at once what a group is.
  const add = () =>
    first &&
    onChange({
      groups: [...groups, groupBy(first)],
      totals: totals.length === 0 ? [{ how: 'rows' }] : totals,
    });
  return (
    <fieldset class="selection-part">
      <legend>One row for each</legend>
      {groups.map((group, index) => (
        <GroupLine
          key={index}
          {...{ known, group }}
          onChange={(next) => setGroup(index, next)}
          onRemove={() => onChange(withoutGroup(selection, index))}
        />
      ))}
      <AddButton label="Put rows together" onAdd={add} />
      {groups.length > 0 && <Totals {...{ known, totals, onChange }} />}
    </fieldset>
  );
}

const groupBy = (column: Known): Group =>
  isTime(column) ? { column: column.name, by: 'month' } : { column: column.name };

// Without groups nothing is told of them.
function withoutGroup({ groups, totals }: Selection, index: number): Partial<Selection> {
  const left = groups.filter((_each, at) => at !== index);
  return { groups: left, totals: left.length === 0 ? [] : totals };
}

interface GroupProps {
  known: readonly Known[];
  group: Group;
  onChange: (group: Group) => void;
  onRemove: () => void;
}

function GroupLine({ known, group, onChange, onRemove }: GroupProps) {
  const column = known.find(({ name }) => name === group.column);
  const toColumn = (name: string) => {
    const next = known.find((each) => each.name === name);
    if (next) onChange(groupBy(next));
  };
  return (
    <Line label={`the group by ${group.column}`} onRemove={onRemove}>
      {column && isTime(column) && (
        <select
          class="input"
          aria-label={`Span of ${group.column}`}
          value={group.by ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const by = SPANS.find((span) => span === value);
            onChange(by === undefined ? { column: group.column } : { ...group, by });
          }}
        >
          {SPANS.map((span) => (
            <option value={span}>{span} of</option>
          ))}
          <option value="">moment of</option>
        </select>
      )}
      <ColumnSelect label="Group by" {...{ known }} column={group.column} onChange={toColumn} />
    </Line>
  );
}

const words: Record<Total['how'], string> = {
  rows: 'number of rows',
  sum: 'sum of',
  average: 'average of',
  least: 'least',
  greatest: 'greatest',
  different: 'number of different',
};

interface TotalsProps {
  known: readonly Known[];
  totals: readonly Total[];
  onChange: (part: Partial<Selection>) => void;
}

function Totals({ known, totals, onChange }: TotalsProps) {
  const set = (index: number, total: Total) =>
    onChange({ totals: totals.map((each, at) => (at === index ? total : each)) });
  const number = known.find(({ type }) => type === 'number');
  const next: Total = number ? { how: 'sum', of: number.name } : { how: 'rows' };
  return (
    <fieldset class="selection-part inner">
      <legend>With its</legend>
      {totals.map((total, index) => (
        <TotalLine
          key={index}
          {...{ known, total }}
          onChange={(changed) => set(index, changed)}
          onRemove={() => onChange({ totals: totals.filter((_each, at) => at !== index) })}
        />
      ))}
      <AddButton label="Add a total" onAdd={() => onChange({ totals: [...totals, next] })} />
    </fieldset>
  );
}

interface TotalProps {
  known: readonly Known[];
  total: Total;
  onChange: (total: Total) => void;
  onRemove: () => void;
}

function TotalLine({ known, total, onChange, onRemove }: TotalProps) {
  const { how, of } = total;
  const type = known.find(({ name }) => name === of)?.type ?? known[0]?.type ?? 'text';
  const kinds: Total['how'][] = ['rows', ...(of === undefined ? allTotals : totalsFor(type))];
  return (
    <Line label={`the ${words[how]} ${of ?? ''}`.trim()} onRemove={onRemove}>
      <select
        class="input"
        aria-label="What is told of each"
        value={how}
        onChange={({ currentTarget: { value } }) =>
          onChange(told(value as Total['how'], total, known))
        }
      >
        {kinds.map((kind) => (
          <option value={kind}>{words[kind]}</option>
        ))}
      </select>
      {of !== undefined && (
        <ColumnSelect
          label={`Column of the ${words[how]}`}
          {...{ known }}
          column={of}
          onChange={(name) => onChange(ofColumn(total, name, known))}
        />
      )}
    </Line>
  );
}

const allTotals = totalsFor('number');

// The first column of which it says something.
function told(how: Total['how'], { of }: Total, known: readonly Known[]): Total {
  if (how === 'rows') return { how };
  const fits = known.filter(({ type }) => totalsFor(type).includes(how));
  const kept = fits.find(({ name }) => name === of) ?? fits[0];
  return kept === undefined ? { how: 'rows' } : { how, of: kept.name };
}

function ofColumn({ how }: Total, name: string, known: readonly Known[]): Total {
  const fits = totalsFor(known.find((column) => column.name === name)?.type ?? 'text');
  const kept = fits.find((kind) => kind === how) ?? fits[0] ?? 'different';
  return { how: kept, of: name };
}
