// Goes to any query, page or setting by a few letters of its name.
import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks';
import type { MemberView } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLoaded, type Loaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { goTo, type Place } from '../frame/location.ts';
import { goalsOf, matching, type Goal } from './destinations.ts';

interface Props {
  member: MemberView;
  place: Place;
  /** Gives what was typed before the dialog was there, once; with a line break where Enter was pressed. */
  takeTyped: () => string;
  onClose: () => void;
}

/** A pause in typing, after which the catalog is asked. */
const pauseMs = 120;
const queriesAtMost = 12;

export function GoToDialog(props: Props) {
  const { typed, type, shown, active, press, go, loaded } = useGoals(props);
  const listId = useId();
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Dialog title="Go to" onClose={props.onClose}>
      <div class="stack go-to">
        <input
          class="input"
          type="text"
          role="combobox"
          data-focus
          autocomplete="off"
          spellcheck={false}
          aria-label="A query, a page or a setting"
          placeholder="A query, a page or a setting"
          aria-expanded={shown.length > 0}
          aria-controls={listId}
          aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={press}
        />
        <ul id={listId} class="go-to-list" role="listbox" aria-label="Where to">
          {shown.map((goal, index) => (
            <Option id={`${listId}-${index}`} goal={goal} isActive={index === active} onGo={go} />
          ))}
        </ul>
        <p class="quiet small" role="status">
          {shown.length === 0 && nothingWords(loaded)}
        </p>
      </div>
    </Dialog>
  );
}

/** What fits what is typed, which of it Enter means, and going there. */
function useGoals({ member, place, takeTyped, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [entered, setEntered] = useState(false);
  const queries = useQueries(typed);
  // What was found for other letters counts only where it fits these too.
  const found = queries.isFresh ? queries.goals : matching(queries.goals, typed);
  const goals = [...found, ...matching(goalsOf(member, place), typed)];
  // Where nothing is typed, the pages come first: the list of queries is no more than a beginning.
  const shown = typed.trim() === '' ? [...goals].sort(byKind) : goals;
  const go = (goal: Goal | undefined) => {
    if (!goal) return;
    onClose();
    goTo(goal.address);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setActive((active + by + shown.length) % Math.max(1, shown.length));
    else if (event.key === 'Enter') setEntered(true);
    else return;
    event.preventDefault();
  };
  // Enter may come before what is searched: it means the first that is found then.
  const isKnown = queries.isFresh || queries.loaded.state === 'failed';
  useEffect(() => {
    if (!entered || !isKnown) return;
    setEntered(false);
    go(shown[active]);
  }, [entered, isKnown]);
  const type = (text: string) => {
    setTyped(text);
    setActive(0);
    setEntered(false);
  };
  // Together with the dialog's own taking of the keys: a letter in between would be lost.
  useLayoutEffect(() => {
    const [before = '', ...after] = takeTyped().split('\n');
    type(before);
    setEntered(after.length > 0);
  }, []);
  return { typed, type, shown, active, press, go, loaded: queries.loaded };
}

const byKind = (a: Goal, b: Goal) => Number(a.kind === 'Query') - Number(b.kind === 'Query');

function nothingWords(loaded: Loaded<Goal[]>): string {
  if (loaded.state === 'loading') return 'Looking…';
  return loaded.state === 'failed' ? loaded.problem.message : 'Nothing of that name.';
}

interface OptionProps {
  id: string;
  goal: Goal;
  isActive: boolean;
  onGo: (goal: Goal) => void;
}

function Option({ id, goal, isActive, onGo }: OptionProps) {
  return (
    <li
      id={id}
      role="option"
      class={isActive ? 'active' : ''}
      aria-selected={isActive}
      onClick={() => onGo(goal)}
    >
      <span>{goal.label}</span>
      <span class="quiet small">{goal.kind}</span>
    </li>
  );
}

interface FoundQueries {
  goals: Goal[];
  loaded: Loaded<Goal[]>;
  /** They are those for what is typed now. */
  isFresh: boolean;
}

// What was found before stays until the next is there, so that nothing jumps.
function useQueries(typed: string): FoundQueries {
  const [asked, setAsked] = useState('');
  const [found, setFound] = useState<{ of: string | null; goals: Goal[] }>({ of: null, goals: [] });
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const [loaded] = useLoaded(asked, async () => {
    const query = { search: asked, limit: queriesAtMost };
    const { queries } = await ask('GET queries', { query });
    const goals = queries.map(goalOf);
    setFound({ of: asked, goals });
    return goals;
  });
  return { goals: found.goals, loaded, isFresh: found.of === typed.trim() };
}

const goalOf = ({ title, slug }: { title: string; slug: string }): Goal => ({
  label: title,
  words: slug,
  address: routes.queryPage(slug),
  kind: 'Query',
});
