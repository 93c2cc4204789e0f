// Who sees what: every query, sheet table and board with who it is open to, or what one member or group sees, and why.
import { useEffect, useState } from 'preact/hooks';
import type { SeenThing, WhoSeesFilter } from '../../domain/contract/operation/who-sees.ts';
import type { KnownGroup, KnownMember } from '../../domain/contract/access.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Chip, PeopleField } from '../audience/people-field.tsx';
import { ask } from '../frame/ask.ts';
import { SeersDialog } from './seers-dialog.tsx';
import { ThingsTable } from './things-table.tsx';

/** Whose eyes are looked through. */
type Asker = (KnownMember & { is: 'member' }) | (KnownGroup & { is: 'group' });

interface Filter {
  search: string;
  kind: WhoSeesFilter['kind'];
  asker: Asker | null;
  withUnseen: boolean;
}

const all: Filter = { search: '', kind: undefined, asker: null, withUnseen: false };

export function WhoSeesPage() {
  const [filter, setFilter] = useState(all);
  const [opened, setOpened] = useState<SeenThing | null>(null);
  const { things, total, members, next, problem, isLoading, more } = useThings(filter);
  const csv = `${routes.whoSeesCsv}?${new URLSearchParams(queryOf(filter))}`;
  return (
    <section class="stack" aria-labelledby="who-sees">
      <div class="row">
        <h1 id="who-sees" class="grow">
          Who sees what
        </h1>
        <a class="button" href={csv} download="who-sees-what.csv">
          <Icon name="download" />
          CSV
        </a>
      </div>
      <p class="quiet lead-small">
        Queries, sheet tables and boards, with who sees each and why. Choose a member or a group to
        see what they do.
      </p>
      <Filters filter={filter} onChange={setFilter} />
      <p class="quiet small" role="status">
        {total !== null && countWords(total, 'thing')}
      </p>
      {problem && <ProblemNote problem={problem} action={{ label: 'Try again', run: more }} />}
      {things.length > 0 && (
        <ThingsTable
          things={things}
          members={members}
          asker={filter.asker && (filter.asker.name || 'They')}
          onOpen={setOpened}
        />
      )}
      {isLoading && <i class="shape table-shape" />}
      {total === 0 && <p class="quiet">{emptyWords(filter)}</p>}
      {next !== null && !isLoading && (
        <div>
          <button type="button" class="button" onClick={more}>
            Show more
          </button>
        </div>
      )}
      {opened && <SeersDialog thing={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

function emptyWords({ asker, search, kind }: Filter): string {
  if (search !== '' || kind !== undefined) return 'Nothing passes this filter. Choose less.';
  return asker
    ? `${asker.name} sees nothing here.`
    : 'There is nothing yet that somebody could see.';
}

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { search, kind, asker, withUnseen } = filter;
  const look = (is: Asker) => onChange({ ...filter, asker: is });
  return (
    <div class="filter-row sight-filters">
      <input
        class="input"
        type="search"
        aria-label="Search what is seen"
        placeholder="Search by title or name"
        value={search}
        onInput={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <select
        class="input"
        aria-label="Kind"
        value={kind ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, kind: value === '' ? undefined : (value as Filter['kind']) })
        }
      >
        <option value="">Everything</option>
        <option value="query">Queries</option>
        <option value="sheet_table">Sheet tables</option>
        <option value="board">Boards</option>
      </select>
      {asker === null ? (
        <PeopleField
          label="Whose eyes to look through"
          withGroups
          onMember={(member) => look({ ...member, is: 'member' })}
          onGroup={(group) => look({ ...group, is: 'group' })}
        />
      ) : (
        <div class="row wrap">
          <ul class="chips">
            <Chip
              text={asker.name}
              kind={asker.is === 'group' ? '(group)' : ''}
              onRemove={() => onChange({ ...filter, asker: null })}
            />
          </ul>
          <label class="check">
            <input
              type="checkbox"
              checked={withUnseen}
              onChange={() => onChange({ ...filter, withUnseen: !withUnseen })}
            />
            Also what they do not see
          </label>
        </div>
      )}
    </div>
  );
}

function queryOf({ search, kind, asker, withUnseen }: Filter): Record<string, string> {
  return {
    search,
    ...(kind === undefined ? {} : { kind }),
    ...(asker === null ? {} : { [asker.is]: asker.id, unseen: String(withUnseen) }),
  };
}

interface Shown {
  things: SeenThing[];
  total: number | null;
  members: number;
  next: string | null;
  problem: Problem | null;
  isLoading: boolean;
}

const nothing: Shown = {
  ...{ things: [], total: null, members: 0, next: null, problem: null, isLoading: true },
};
// Typing goes on faster than answers come: ask when the person pauses.
const pauseMs = 150;

function useThings(filter: Filter) {
  const [shown, setShown] = useState(nothing);
  const asked = new URLSearchParams(queryOf(filter)).toString();
  const load = async (before: Shown, isWanted: () => boolean) => {
    const query = new URLSearchParams(asked);
    if (before.next !== null) query.set('next', before.next);
    try {
      const { things, ...list } = await ask('GET whoSees', { query });
      const found = { ...nothing, ...list, things: [...before.things, ...things] };
      if (isWanted()) setShown({ ...found, isLoading: false });
    } catch (error) {
      if (isWanted()) setShown({ ...before, problem: problemOf(error), isLoading: false });
    }
  };
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => void load(nothing, () => isWanted), pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  const more = () => {
    setShown({ ...shown, problem: null, isLoading: true });
    void load(shown, () => true);
  };
  return { ...shown, more };
}
