// Everybody who has signed in, with their roles and whether they may come in; and who is invited.
import { useState } from 'preact/hooks';
import type { ListedMember, Role } from '../../domain/contract/member.ts';
import type { Problem } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { DeactivateDialog } from './deactivate-dialog.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { InvitedPart } from './invited-part.tsx';

export function MembersPage() {
  const [search, setSearch] = useState('');
  const [loaded, again] = useLoaded(search, () => ask('GET members', { query: { search } }));
  const [invited, invitedAgain] = useLoaded(search, () =>
    ask('GET invitations', { query: { search } }),
  );
  const list = loaded.state === 'done' ? loaded.value : null;
  const expected = invited.state === 'done' ? invited.value : null;
  return (
    <section class="stack" aria-labelledby="members">
      <Head mailIsSetUp={expected?.mailIsSetUp ?? false} onInvited={invitedAgain} />
      <div class="row wrap">
        <input
          class="input filter-input"
          type="search"
          aria-label="Search members"
          placeholder="Search by name or address"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <p class="quiet small" role="status">
          {list && countWords(list.total, 'member')}
          {list && list.total > list.members.length && `, the first ${list.members.length} shown`}
        </p>
      </div>
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {expected && <InvitedPart list={expected} onChanged={invitedAgain} />}
      {invited.state === 'failed' && <ProblemNote problem={invited.problem} />}
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {list?.total === 0 && (
        <p class="quiet">
          {search === ''
            ? 'Nobody has signed in yet. Members are listed here from their first sign-in on.'
            : `No member matches “${search}”.`}
        </p>
      )}
      {list && list.total > 0 && <MembersTable members={list.members} onChanged={again} />}
    </section>
  );
}

function Head(props: { mailIsSetUp: boolean; onInvited: () => void }) {
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <div class="row">
        <h1 id="members" class="grow">
          Members
        </h1>
        <button type="button" class="button" onClick={() => setInviting(true)}>
          <Icon name="plus" />
          Invite people
        </button>
      </div>
      <p class="quiet lead-small">
        Whoever signs in becomes a member. Viewers find and run queries, authors also write them,
        admins also manage what is on these pages.
      </p>
      {inviting && <InviteDialog {...props} onClose={() => setInviting(false)} />}
    </>
  );
}

interface TableProps {
  members: ListedMember[];
  onChanged: () => void;
}

function MembersTable({ members, onChanged }: TableProps) {
  return (
    <table class="list-table">
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Role</th>
          <th scope="col">Groups</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span class="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onChanged={onChanged} />
        ))}
      </tbody>
    </table>
  );
}

function MemberRow({ member, onChanged }: { member: ListedMember; onChanged: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { name, email, active, groups, lastSeenAt } = member;
  return (
    <tr class={active ? undefined : 'inactive'}>
      <td>
        <b>{name}</b> {!active && <span class="badge">deactivated</span>}
        {name !== email && <p class="quiet small">{email}</p>}
        {problem && <ProblemNote problem={problem} takeFocus />}
      </td>
      <td>
        <RoleChoice member={member} onChanged={onChanged} onProblem={setProblem} />
      </td>
      <td class="quiet">{groups.join(', ')}</td>
      <td class="quiet">
        <TimeAgo at={lastSeenAt} />
      </td>
      <td class="end">
        <MemberActions member={member} onChanged={onChanged} onProblem={setProblem} />
      </td>
    </tr>
  );
}

function MemberActions({ member, onChanged, onProblem }: RoleProps) {
  const [asking, setAsking] = useState(false);
  const { id, name, active } = member;
  const letIn = () =>
    ask('PUT member', { params: { id }, body: { active: true } }).then(onChanged, (error) =>
      onProblem(problemOf(error)),
    );
  const close = () => setAsking(false);
  const done = () => {
    close();
    onChanged();
  };
  const Asked = active ? DeactivateDialog : EraseDialog;
  return (
    <>
      {!active && (
        <button type="button" class="button compact" onClick={() => void letIn()}>
          Let in again<span class="unseen"> {name}</span>
        </button>
      )}
      <button type="button" class="button compact" onClick={() => setAsking(true)}>
        {active ? 'Deactivate' : 'Erase'}
        <span class="unseen"> {name}</span>
      </button>
      {asking && <Asked member={member} onClose={close} onDone={done} />}
    </>
  );
}

interface RoleProps {
  member: ListedMember;
  onChanged: () => void;
  onProblem: (problem: Problem) => void;
}

function RoleChoice({ member, onChanged, onProblem }: RoleProps) {
  const { id, name, role, bySetting } = member;
  if (bySetting) {
    return (
      <span title="By the setting ADMIN_EMAILS">
        admin <span class="quiet small">by setting</span>
      </span>
    );
  }
  const change = (chosen: Role) =>
    ask('PUT member', { params: { id }, body: { role: chosen } }).then(onChanged, (error) => {
      onProblem(problemOf(error));
      onChanged();
    });
  return (
    <select
      class="input role-choice"
      aria-label={`Role of ${name}`}
      value={role}
      onChange={(event) => void change(event.currentTarget.value as Role)}
    >
      <option value="viewer">viewer</option>
      <option value="author">author</option>
      <option value="admin">admin</option>
    </select>
  );
}
