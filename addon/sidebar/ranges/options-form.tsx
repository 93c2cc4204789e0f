// How a linked range takes a new result: its mode, what belongs to its rows, and its columns.
import { useId, useState } from 'preact/hooks';
import { OWN_REACHES } from '../../../domain/own-reach.ts';
import { MODES, RANGE_MODES } from '../../../domain/refresh/modes.ts';
import { Field } from '../../../ui/fields/field.tsx';
import type { RangeMode, RangeOptions } from '../../sidebar-functions.ts';
import { ChosenForm } from './chosen-form.tsx';
import { PartForm } from './part-form.tsx';
import type { OptionPartProps, PartProps } from './parts.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

export function OptionsForm({ range, attempt, onDone }: PartProps) {
  const { putRange } = useSession();
  const [options, setOptions] = useState(range.options);
  const [missing, setMissing] = useState(false);
  const change = (part: Partial<RangeOptions>) => setOptions({ ...options, ...part });
  const { hasKeys, rows, writes } = MODES[options.mode];
  const tellsApart = writes === 'range' && rows !== 'added';
  const save = async () => {
    if (hasKeys && options.keyColumns.length === 0) return setMissing(true);
    setMissing(false);
    const work = async () => putRange(await call('setOptions', { id: range.id, options }));
    if (await attempt(work)) onDone('Saved. It counts from the next refresh.');
  };
  return (
    <PartForm name="Options" save={{ label: 'Save options', run: save }} onCancel={() => onDone()}>
      <ModeFields mode={options.mode} onChange={(mode) => change({ mode })} />
      {tellsApart && <KeyFields {...{ range, options, change, missing }} isNeeded={hasKeys} />}
      {hasKeys && <CompanionField options={options} change={change} />}
      {writes === 'range' && <OwnFields {...{ options, change }} />}
      <label class="check">
        <input
          type="checkbox"
          checked={options.statusLine}
          onChange={(event) => change({ statusLine: event.currentTarget.checked })}
        />
        Show in a cell how fresh it is
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={options.told}
          onChange={(event) => change({ told: event.currentTarget.checked })}
        />
        <span>
          Say who was told when
          <span class="field-hint block">
            In a last column, where results of this query were kept as sent.
          </span>
        </span>
      </label>
      {tellsApart && (
        <label class="check">
          <input
            type="checkbox"
            checked={options.inQueryOrder}
            onChange={(event) => change({ inQueryOrder: event.currentTarget.checked })}
          />
          <span>
            Keep rows in the query’s order
            <span class="field-hint block">
              Whole rows of the tab are sorted, with all that you keep beside them. Else rows with
              something of yours beside them stay where they stand.
            </span>
          </span>
        </label>
      )}
      {tellsApart && (
        <label class="check">
          <input
            type="checkbox"
            checked={options.keepsOldRows}
            onChange={(event) => change({ keepsOldRows: event.currentTarget.checked })}
          />
          <span>
            Keep the old rows when the query suddenly gives none
            <span class="field-hint block">
              Or less than half of many. A schedule then writes nothing and says so; by hand you are
              asked.
            </span>
          </span>
        </label>
      )}
      <ChosenForm columns={range.columns} options={options} change={change} />
    </PartForm>
  );
}

function ModeFields({ mode, onChange }: { mode: RangeMode; onChange: (mode: RangeMode) => void }) {
  const name = useId();
  return (
    <fieldset>
      <legend class="field-label">When it is refreshed</legend>
      {RANGE_MODES.map((offered) => (
        <label class="check">
          <input
            type="radio"
            name={name}
            checked={mode === offered}
            onChange={() => onChange(offered)}
          />
          <span>
            {MODES[offered].label}
            <span class="field-hint block">{MODES[offered].says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface KeyProps extends OptionPartProps {
  range: PartProps['range'];
  missing: boolean;
  /** Without a choice nothing works; else what the author says counts, or what the person confirmed. */
  isNeeded: boolean;
}

function KeyFields({ range, options, change, missing, isNeeded }: KeyProps) {
  const toggle = (name: string, on: boolean) => {
    const others = options.keyColumns.filter((other) => other !== name);
    change({ keyColumns: on ? [...others, name] : others });
  };
  return (
    <fieldset>
      <legend class="field-label">Columns that name a row</legend>
      <p class="field-hint block">
        What you keep beside a row stays beside the row of the same name.
        {!isNeeded && ` ${unlessChosen(range.toldApartBy)}`}
      </p>
      {range.columns.map(({ name, label }) => (
        <label class="check">
          <input
            type="checkbox"
            checked={options.keyColumns.includes(name)}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
          <span dir="auto">{label}</span>
        </label>
      ))}
      {missing && (
        <p class="field-error" role="alert">
          Choose at least one column that is different in every row, such as an id.
        </p>
      )}
    </fieldset>
  );
}

function unlessChosen(names: string[]): string {
  if (names.length > 0) return `Rows are told apart by ${names.join(' and ')} unless you choose.`;
  return 'You are asked before one is guessed.';
}

const OWN: Record<RangeOptions['ownColumns'], { label: string; says: string }> = {
  found: {
    label: 'Belongs to its rows',
    says: 'Also behind an empty column. Formulas come down into new rows.',
  },
  touching: { label: 'Belongs to them where it touches the result', says: '' },
  none: {
    label: 'Stands by itself',
    says: 'Rows come in the query’s order, and what stands beside them stays where it is.',
  },
};

function OwnFields({ options, change }: OptionPartProps) {
  const name = useId();
  return (
    <fieldset>
      <legend class="field-label">What I keep beside it</legend>
      {OWN_REACHES.map((reach) => (
        <label class="check">
          <input
            type="radio"
            name={name}
            checked={options.ownColumns === reach}
            onChange={() => change({ ownColumns: reach })}
          />
          <span>
            {OWN[reach].label}
            {OWN[reach].says !== '' && <span class="field-hint block">{OWN[reach].says}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function CompanionField({ options, change }: OptionPartProps) {
  return (
    <Field label="My own columns beside it">
      {(id) => (
        <>
          <input
            class="input"
            id={id}
            type="number"
            min={0}
            max={50}
            value={options.companionColumns}
            onInput={(event) =>
              change({ companionColumns: Number(event.currentTarget.value) || 0 })
            }
          />
          <p class="field-hint">So many columns at the right move with their row.</p>
        </>
      )}
    </Field>
  );
}
