// The forms that say what is selected from a query's result, and what is changed inside it where its author lets that be.
import type { Inside, Openings } from '../../domain/contract/teaching/inside.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { ConditionRows } from './condition-rows.tsx';
import { GroupRows } from './group-rows.tsx';
import { InsideRows } from './inside-rows.tsx';
import { askedOpen, knownInside, openValues } from './opened.ts';
import { OrderRows } from './order-rows.tsx';
import { hasDoubleNames, type Known } from './selection-draft.ts';

interface Props {
  /** Those of the original's result. */
  known: readonly Known[];
  /** Null until it is known. */
  openings: Openings | null;
  draft: Selection;
  /** `selection` is what acts of the draft. */
  onChange: (draft: Selection, selection: Selection) => void;
  /** The values that stand in a column of the result, with what is changed inside it. */
  valuesIn: (column: string, inside: Inside | undefined) => Promise<string[]>;
}

export function SelectionForms({ known, openings, draft, onChange, valuesIn }: Props) {
  if (hasDoubleNames(known)) {
    return (
      <p class="quiet">
        Two columns of this result have the same name, so nobody can say which of them is meant. Ask
        its author to name them apart.
      </p>
    );
  }
  const set = (next: Selection) => onChange(next, askedOpen(next, known, openings));
  const change = (part: Partial<Selection>) => set({ ...draft, ...part });
  const inResult = knownInside(known, openings, draft.inside);
  const { inside } = askedOpen(draft, known, openings);
  const isOpen = openings?.why === null;
  return (
    <>
      {isOpen && (
        <InsideRows
          {...{ openings, draft }}
          onChange={set}
          valuesOf={(open) => {
            const { column, inside: only } = openValues(open);
            return valuesIn(column, only);
          }}
        />
      )}
      <ConditionRows
        legend={isOpen ? 'Of what comes out, only rows where' : 'Only rows where'}
        add="Add a condition"
        known={inResult}
        valuesIn={(column) => valuesIn(column, inside)}
        conditions={draft.conditions}
        onChange={(conditions) => change({ conditions })}
      />
      <GroupRows known={inResult} selection={draft} onChange={change} />
      <OrderRows known={inResult} selection={draft} onChange={change} />
    </>
  );
}
