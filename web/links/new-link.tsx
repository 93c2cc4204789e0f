// Makes a share link: for whom, until when, and which values whoever has it may change.
import { useState } from 'preact/hooks';
import type { NewLink } from '../../domain/contract/link.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { Problem } from '../../domain/problem.ts';
import { labelOf, valuesOf, type Entries } from '../../ui/entries.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ChecksField } from '../controls/checks-field.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';

/** What is asked for, of whatever it leads to. */
export type WantedLink = Pick<NewLink, 'name' | 'values' | 'free' | 'expiresAt' | 'sheetTables'>;

interface Props {
  parameters: readonly Parameter[];
  /** On the page now. */
  entries: Entries;
  make: (link: WantedLink) => Promise<unknown>;
}

/** By the days until then. */
const expiries = { 7: 'in 7 days', 30: 'in 30 days', 365: 'in a year', '': 'never' };

export function NewLinkForm({ parameters, entries, make }: Props) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('30');
  const [free, setFree] = useState<string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [confirmed, setConfirmed] = useState<string[]>([]);
  const create = (sheetTables: string[] = []) => {
    const values = valuesOf(parameters, entries);
    for (const parameter of free) delete values[parameter];
    const expiresAt = days === '' ? null : inDays(Number(days));
    setConfirmed(sheetTables);
    make({ name, values, free, expiresAt, sheetTables }).catch((error: unknown) =>
      setProblem(problemOf(error)),
    );
  };
  return (
    <form
      class="stack"
      aria-label="New share link"
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <div class="two-fields">
        <TextField
          label="For whom or what"
          text={name}
          placeholder="The board’s dashboard"
          required
          onChange={setName}
        />
        <SelectField label="Expires" value={days} options={expiries} onChange={setDays} />
      </div>
      {parameters.length > 0 && (
        <ChecksField
          legend="Values that whoever has it may change"
          hint="The others stay as they are on this page now."
          options={parameters.map((parameter) => [parameter.name, labelOf(parameter)])}
          chosen={free}
          onChange={setFree}
        />
      )}
      {problem && (
        <Refused problem={problem} onConfirm={() => create([...confirmed, ...tablesIn(problem)])} />
      )}
      <div>
        <button type="submit" class="button primary">
          Make a share link
        </button>
      </div>
    </form>
  );
}

function Refused({ problem, onConfirm }: { problem: Problem; onConfirm: () => void }) {
  const confirm = { label: 'Make it all the same', run: onConfirm };
  const action = problem.code === 'unconfirmed' ? confirm : undefined;
  return <ProblemNote problem={problem} takeFocus action={action} />;
}

// The sheet tables that the server asked about.
function tablesIn({ extras: { sheetTables } }: Problem): string[] {
  return Array.isArray(sheetTables) ? sheetTables.map(String) : [];
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
