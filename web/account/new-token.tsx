// Makes a personal token: what it is for, how long it lasts, and what it may do.
import { useState } from 'preact/hooks';
import type { Scope } from '../../domain/contract/session.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ChecksField } from '../controls/checks-field.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';

/** What a token may do, in words. */
export const scopes: [scope: Scope, words: string][] = [
  ['read', 'Read the catalog'],
  ['run', 'Run queries'],
  ['write', 'Write queries'],
];

const lifetimes = { 30: '30 days', 90: '90 days', 365: '365 days' };

interface Props {
  mayWrite: boolean;
  onMade: (token: string) => void;
}

export function NewToken({ mayWrite, onMade }: Props) {
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [chosen, setChosen] = useState<Scope[]>(['read', 'run']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const make = async (event: Event) => {
    event.preventDefault();
    try {
      const { token } = await ask('POST personalTokens', { body: { name, scopes: chosen, days } });
      setProblem(null);
      setName('');
      onMade(token);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form class="stack" aria-label="A new token" onSubmit={(event) => void make(event)}>
      <div class="two-fields">
        <TextField
          label="What it is for"
          text={name}
          placeholder="Nightly export"
          required
          maxLength={100}
          onChange={setName}
        />
        <SelectField
          label="Ends after"
          value={String(days)}
          options={lifetimes}
          onChange={(count) => setDays(Number(count))}
        />
      </div>
      <ChecksField
        legend="It may"
        options={scopes.filter(([scope]) => scope !== 'write' || mayWrite)}
        chosen={chosen}
        onChange={setChosen}
      />
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div>
        <button type="submit" class="button" disabled={chosen.length === 0}>
          Make a token
        </button>
      </div>
    </form>
  );
}
