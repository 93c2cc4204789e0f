// A formula to paste elsewhere: it gives a column of the range, or a cell of it, through refreshes, sorting and new names.
import { useState } from 'preact/hooks';
import { problemOf } from '../../../ui/loaded.ts';
import type { FormulaView, LinkedRangeView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';

const SELECTED = '';

export function CopyFormula({ range }: { range: LinkedRangeView }) {
  const [column, setColumn] = useState(SELECTED);
  const [made, setMade] = useState<FormulaView | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const make = async () => {
    setMade(null);
    setSaid(null);
    try {
      const asked = { id: range.id, column: column === SELECTED ? null : column };
      const formula = await call('formulaFor', asked);
      setMade(formula);
      setSaid((await copied(formula.formula)) ? 'Copied. Paste it into any cell.' : null);
    } catch (error) {
      setSaid(problemOf(error).message);
    }
  };
  return (
    <div class="stack">
      <p class="field-hint">
        It follows this range through refreshes, sorting and new names of tabs.
      </p>
      <select
        class="input"
        aria-label="Of what"
        value={column}
        onChange={(event) => setColumn(event.currentTarget.value)}
      >
        <option value={SELECTED}>The cell that is selected</option>
        {range.columns.map(({ name, label }) => (
          <option value={name}>The column {label}</option>
        ))}
      </select>
      <div>
        <button type="button" class="button compact" onClick={() => void make()}>
          Copy the formula
        </button>
      </div>
      <div role="status">{said && <p>{said}</p>}</div>
      {made && (
        <>
          <textarea
            class="input formula"
            aria-label="Formula"
            rows={3}
            readOnly
            value={made.formula}
          />
          <p class="field-hint">{made.says}</p>
        </>
      )}
    </div>
  );
}

// In Google's frame the browser may refuse; then the formula stands there to be copied by hand.
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
