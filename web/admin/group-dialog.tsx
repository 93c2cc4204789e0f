// One group, new or there already: its name, what it is for, its members, and its end.
import { useState } from 'preact/hooks';
import type { Group, KnownMember } from '../../domain/contract/access.ts';
import type { Problem } from '../../domain/problem.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Chip, PeopleField } from '../audience/people-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  /** Null for a new one. */
  group: Group | null;
  onClose: () => void;
  onDone: () => void;
}

export function GroupDialog({ group, onClose, onDone }: Props) {
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
  return (
    <Dialog title={group === null ? 'A new group' : group.name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <TextField label="Name" text={name} required maxLength={100} onChange={setName} />
        <TextField
          label="What it is for"
          text={description}
          maxLength={1000}
          onChange={setDescription}
        />
        <MembersField members={members} onChange={setMembers} />
        {problem && <ProblemNote problem={problem} takeFocus />}
        {deleting && group && <Deletion group={group} onDone={onDone} onFailed={failed} />}
        <Actions
          onClose={onClose}
          onDelete={group && !deleting ? () => setDeleting(true) : undefined}
        />
      </form>
    </Dialog>
  );
}

interface MembersProps {
  members: KnownMember[];
  onChange: (members: KnownMember[]) => void;
}

function MembersField({ members, onChange }: MembersProps) {
  const add = (member: KnownMember) => {
    if (!members.some((one) => one.id === member.id)) onChange([...members, member]);
  };
  return (
    <>
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
            onRemove={() => onChange(members.filter((one) => one.id !== member.id))}
          />
        ))}
      </ul>
    </>
  );
}

interface ActionsProps {
  onClose: () => void;
  onDelete: (() => void) | undefined;
}

function Actions({ onClose, onDelete }: ActionsProps) {
  return (
    <div class="actions">
      <button type="submit" class="button primary">
        Save
      </button>
      <button type="button" class="button" onClick={onClose}>
        Cancel
      </button>
      {onDelete && (
        <button type="button" class="button danger" onClick={onDelete}>
          Delete
        </button>
      )}
    </div>
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
