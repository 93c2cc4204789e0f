// Groups: made, changed and deleted.
import { useId, useState } from 'preact/hooks';
import type { Group, KnownMember } from '../../domain/contract/access.ts';
import type { Problem } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { Chip, PeopleField } from '../audience/audience-field.tsx';

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
          <li class="row" key={group.id}>
            <div class="grow">
              <b>{group.name}</b>{' '}
              <span class="quiet small">{countWords(group.members.length, 'member')}</span>
              {group.description && <p>{group.description}</p>}
              <p class="quiet small">
                {group.members.map(({ name, email }) => name || email).join(', ')}
              </p>
            </div>
            <button type="button" class="button compact" onClick={() => setEdited(group)}>
              Change<span class="unseen"> {group.name}</span>
            </button>
          </li>
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

interface DialogProps {
  group: Group | null;
  onClose: () => void;
  onDone: () => void;
}

function GroupDialog({ group, onClose, onDone }: DialogProps) {
  const id = useId();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [members, setMembers] = useState<KnownMember[]>(group?.members ?? []);
  const [deleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const failed = (error: unknown) => setProblem(problemOf(error));
  const save = (event: Event) => {
    event.preventDefault();
    const body = { name, description, members: members.map((member) => member.id) };
    const saved = group
      ? ask('PUT group', { params: { id: group.id }, body })
      : ask('POST groups', { body });
    void saved.then(onDone, failed);
  };
  const add = (member: KnownMember) => {
    if (!members.some((one) => one.id === member.id)) setMembers([...members, member]);
  };
  return (
    <Dialog title={group === null ? 'A new group' : group.name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <div class="field">
          <label class="field-label" for={`${id}-name`}>
            Name
          </label>
          <input
            class="input"
            id={`${id}-name`}
            required
            maxLength={100}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label class="field-label" for={`${id}-description`}>
            What it is for
          </label>
          <input
            class="input"
            id={`${id}-description`}
            maxLength={1000}
            value={description}
            onInput={(event) => setDescription(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <p class="field-label">Members</p>
          <PeopleField label="Add a member" onMember={add} />
        </div>
        <ul class="chips" aria-label="Members">
          {members.map((member) => (
            <Chip
              key={member.id}
              text={member.name || member.email}
              title={member.email}
              onRemove={() => setMembers(members.filter((one) => one.id !== member.id))}
            />
          ))}
        </ul>
        {problem && <ProblemNote problem={problem} takeFocus />}
        {deleting && group && <Deletion group={group} onDone={onDone} onFailed={failed} />}
        <div class="actions">
          <button type="submit" class="button primary">
            Save
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          {group && !deleting && (
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              Delete
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

interface DeletionProps {
  group: Group;
  onDone: () => void;
  onFailed: (error: unknown) => void;
}

function Deletion({ group, onDone, onFailed }: DeletionProps) {
  return (
    <div class="note warn" role="alert">
      <Icon name="warn" />
      <p class="grow">
        What only {group.name} sees, only its owners and admins will see from then on.
      </p>
      <button
        type="button"
        class="button compact danger"
        onClick={() =>
          void ask('DELETE group', { params: { id: group.id } }).then(onDone, onFailed)
        }
      >
        Delete it
      </button>
    </div>
  );
}
