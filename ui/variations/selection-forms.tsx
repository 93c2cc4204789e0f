// The forms that say what is selected from a query's result.
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { ConditionRows, type ValuesIn } from './condition-rows.tsx';
import { GroupRows } from './group-rows.tsx';
import { OrderRows } from './order-rows.tsx';
import { asked, hasDoubleNames, type Known } from './selection-draft.ts';

interface Props {
  known: readonly Known[];
  draft: Selection;
  /** `selection` is what acts of the draft. */
  onChange: (draft: Selection, selection: Selection) => void;
  valuesIn: ValuesIn;
}

export function SelectionForms({ known, draft, onChange, valuesIn }: Props) {
  if (hasDoubleNames(known)) {
    return (
      <p class="quiet">
        Two columns of this result have the same name, so nobody can say which of them is meant. Ask
        its author to name them apart.
      </p>
    );
  }
  const change = (part: Partial<Selection>) => {
    const next = { ...draft, ...part };
    onChange(next, asked(next, known));
  };
  return (
    <>
      <ConditionRows
        {...{ known, valuesIn }}
        conditions={draft.conditions}
        onChange={(conditions) => change({ conditions })}
      />
      <GroupRows known={known} selection={draft} onChange={change} />
      <OrderRows known={known} selection={draft} onChange={change} />
    </>
  );
}
