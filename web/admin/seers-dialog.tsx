// The members who see one thing, and why; then those who do not.
import { useEffect, useState } from 'preact/hooks';
import type { SeenThing, Seers } from '../../domain/contract/operation/who-sees.ts';
import type { Problem } from '../../domain/problem.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { SightWords } from './sight-words.tsx';

interface Props {
  thing: SeenThing;
  onClose: () => void;
}

export function SeersDialog({ thing, onClose }: Props) {
  const [search, setSearch] = useState('');
  const { members, next, problem, more } = useSeers(thing, search);
  return (
    <Dialog title={`Who sees ${thing.title}`} onClose={onClose}>
      <div class="stack">
        <input
          class="input"
          type="search"
          aria-label="Search members"
          placeholder="Search by name or address"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        {problem && <ProblemNote problem={problem} action={{ label: 'Try again', run: more }} />}
        {members === null && !problem && <i class="shape table-shape" />}
        {members?.length === 0 && <p class="quiet">No member matches “{search}”.</p>}
        {members && members.length > 0 && <SeersList members={members} />}
        {next !== null && (
          <div>
            <button type="button" class="button" onClick={more}>
              Show more
            </button>
          </div>
        )}
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function SeersList({ members }: { members: Seers['members'] }) {
  return (
    <ul class="plain-list seers" aria-label="Members" tabIndex={0}>
      {members.map(({ id, name, email, role, sight }) => (
        <li key={id}>
          <div>
            <b>{name || email}</b> <span class="quiet small">{role}</span>
            {name !== email && <p class="quiet small">{email}</p>}
          </div>
          <SightWords sight={sight} />
        </li>
      ))}
    </ul>
  );
}

interface Shown {
  members: Seers['members'] | null;
  next: string | null;
  problem: Problem | null;
}

const nothing: Shown = { members: null, next: null, problem: null };
// Typing goes on faster than answers come: ask when the person pauses.
const pauseMs = 150;

function useSeers({ kind, name }: SeenThing, search: string) {
  const [shown, setShown] = useState(nothing);
  const load = (before: Shown, isWanted: () => boolean) => {
    const query = { search, ...(before.next === null ? {} : { next: before.next }) };
    return ask('GET seers', { params: { kind, name }, query }).then(
      ({ members, next }) =>
        isWanted() &&
        setShown({ members: [...(before.members ?? []), ...members], next, problem: null }),
      (error: unknown) => isWanted() && setShown({ ...before, problem: problemOf(error) }),
    );
  };
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => void load(nothing, () => isWanted), pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [search]);
  return { ...shown, more: () => void load(shown, () => true) };
}
