// Groups: made, changed and deleted.
import { useState } from 'preact/hooks';
import type { Group } from '../../domain/contract/access.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { GroupDialog } from './group-dialog.tsx';

export function GroupsPage() {
  const [loaded, again] = useLoaded('groups', () => ask('GET groups'));
  /** The group in the dialog; `new` for one that is not there yet. */
  const [edited, setEdited] = useState<Group | 'new' | null>(null);
  const groups = loaded.state === 'done' ? loaded.value.groups : [];
  return (
    <section class="stack" aria-labelledby="groups">
      <div class="row">
        <h1 id="groups" class="grow">
          Groups
        </h1>
        <button type="button" class="button" onClick={() => setEdited('new')}>
          <Icon name="plus" />
          New group
        </button>
      </div>
      <p class="quiet lead-small">
        A query can be open to groups, and a data source says which groups may run or write on it.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && groups.length === 0 && (
        <p class="quiet">There are no groups yet. Make one, such as Finance.</p>
      )}
      <ul class="plain-list">
        {groups.map((group) => (
          <GroupItem key={group.id} group={group} onEdit={() => setEdited(group)} />
        ))}
      </ul>
      {edited !== null && (
        <GroupDialog
          group={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            again();
          }}
        />
      )}
    </section>
  );
}

function GroupItem({ group, onEdit }: { group: Group; onEdit: () => void }) {
  const { name, description, members } = group;
  return (
    <li class="row">
      <div class="grow">
        <b>{name}</b> <span class="quiet small">{countWords(members.length, 'member')}</span>
        {description && <p>{description}</p>}
        <p class="quiet small">{members.map((member) => member.name || member.email).join(', ')}</p>
      </div>
      <button type="button" class="button compact" onClick={onEdit}>
        Change<span class="unseen"> {name}</span>
      </button>
    </li>
  );
}
