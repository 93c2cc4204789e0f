// What a person keeps beside a range, named on its card: kept with its rows, or apart from them.
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { KeptBeside, NamedColumn } from '../../../domain/refresh/kept-beside.ts';
import type { Problem } from '../../../domain/problem.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { besideWords, columnWords } from './beside-words.ts';
import { LeftRowsLine } from './left-rows-line.tsx';
import { PartForm } from './part-form.tsx';
import type { Refreshing } from './use-refresh.ts';

interface Known {
  beside: Record<string, KeptBeside>;
  put: (id: string, kept: KeptBeside) => void;
}

const BesideContext = createContext<Known>({ beside: {}, put: () => undefined });

/** Knows what stands beside the ranges of the tab that is shown, as of when somebody last came back to the sidebar. */
export function WithBeside({ children }: { children: ComponentChildren }) {
  const { ranges, looks } = useSession();
  const [beside, setBeside] = useState<Record<string, KeptBeside>>({});
  const here = ranges.filter(({ onActiveTab, place }) => onActiveTab && place !== null);
  const facts = here.map(({ id, place, refreshedAt, undoes, options }) => [
    ...[id, place, refreshedAt, undoes, options],
  ]);
  useEffect(() => {
    if (here.length === 0) return;
    // Where Google fails, what is known stays.
    call('besideRanges').then(setBeside, () => undefined);
  }, [looks, JSON.stringify(facts)]);
  const put = (id: string, kept: KeptBeside) => setBeside((all) => ({ ...all, [id]: kept }));
  return <BesideContext.Provider value={{ beside, put }}>{children}</BesideContext.Provider>;
}

interface BesideProps {
  range: LinkedRangeView;
  refreshing: Refreshing;
}

/** The sentence about a range, with the ways to have it otherwise. */
export function BesideLine({ range, refreshing }: BesideProps) {
  const { beside, put } = useContext(BesideContext);
  const { putRange } = useSession();
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { own = [], apart = [], left } = beside[range.id] ?? {};
  const outside = own.filter(({ side }) => side !== 'inside');
  const keepApart = async (columns: NamedColumn[]) => {
    setProblem(null);
    setChoosing(false);
    try {
      const now = await call('keepColumnsApart', { id: range.id, columns });
      put(range.id, now.beside);
      putRange(now.range);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const notThese = () => {
    if (outside.length > 1) setChoosing(true);
    else void keepApart([...apart, ...outside]);
  };
  if (own.length + apart.length === 0 && !left)
    return problem && <ProblemNote problem={problem} takeFocus />;
  return (
    <div class="beside">
      {own.length > 0 && !choosing && (
        <p class="quiet">
          Your own columns: <bdi>{besideWords(own)}</bdi>. They stay with their rows.{' '}
          {outside.length > 0 && (
            <button type="button" class="plain-button" onClick={notThese}>
              Not these
              <span class="unseen"> beside {range.title}</span>
            </button>
          )}
        </p>
      )}
      {choosing && (
        <ChooseApart
          columns={outside}
          onChoose={(columns) => keepApart([...apart, ...columns])}
          onCancel={() => setChoosing(false)}
        />
      )}
      {apart.length > 0 && (
        <p class="quiet">
          Not kept with its rows: <bdi>{besideWords(apart)}</bdi>.{' '}
          <button type="button" class="plain-button" onClick={() => void keepApart([])}>
            Keep them with their rows
            <span class="unseen"> of {range.title}</span>
          </button>
        </p>
      )}
      {left && <LeftRowsLine range={range} left={left} refreshing={refreshing} />}
      {problem && <ProblemNote problem={problem} takeFocus />}
    </div>
  );
}

interface ChooseProps {
  columns: NamedColumn[];
  onChoose: (columns: NamedColumn[]) => Promise<unknown>;
  onCancel: () => void;
}

// What stands further out cannot go with the rows across what stays: it is chosen with it.
function ChooseApart({ columns, onChoose, onCancel }: ChooseProps) {
  const [chosen, setChosen] = useState(columns);
  const toggle = (one: NamedColumn, on: boolean) => {
    const isWith = (other: NamedColumn) =>
      other === one || (on ? isBehind(other, one) : isBehind(one, other));
    const others = chosen.filter((other) => !isWith(other));
    setChosen(on ? [...others, ...columns.filter(isWith)] : others);
  };
  return (
    <PartForm
      name="Columns that are not yours"
      save={{
        label: 'Not these',
        run: () => onChoose(chosen),
        disabled: chosen.length === 0,
      }}
      onCancel={onCancel}
    >
      <fieldset>
        <legend class="field-label">Not kept with the rows</legend>
        {columns.map((one) => (
          <label class="check">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={(event) => toggle(one, event.currentTarget.checked)}
            />
            <span dir="auto">{columnWords(one)}</span>
          </label>
        ))}
        <p class="field-hint">What stands behind one of these is not kept with the rows either.</p>
      </fieldset>
    </PartForm>
  );
}

// Whether one stands further out than another on the same side.
function isBehind(one: NamedColumn, other: NamedColumn): boolean {
  if (one.side !== other.side) return false;
  return one.side === 'left' ? one.column < other.column : one.column > other.column;
}
