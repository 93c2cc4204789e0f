// Invites people: addresses that are pasted, or a CSV; what is wrong in the list is told by its line, and then nobody is invited.
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../domain/contract/routes.ts';
import type { Role } from '../../domain/contract/member.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/fields/field.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ChecksField } from '../controls/checks-field.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  mailIsSetUp: boolean;
  onClose: () => void;
  /** Somebody was invited; the dialog stays. */
  onInvited: () => void;
}

const ROLE_WORDS: Record<Role, string> = {
  viewer: 'viewer: finds and runs queries',
  author: 'author: writes queries too',
  admin: 'admin: manages these pages too',
};

type Made = AnswerOf<'POST invitations'>;

export function InviteDialog({ mailIsSetUp, onClose, onInvited }: Props) {
  const [people, setPeople] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [groups, setGroups] = useState<string[]>([]);
  const [mail, setMail] = useState(mailIsSetUp);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const invite = (leaveOutKnown: boolean) =>
    ask('POST invitations', { body: { people, role, groups, mail, leaveOutKnown } }).then(
      (answer) => {
        setMade(answer);
        onInvited();
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  if (made) return <InvitedDialog made={made} onClose={onClose} />;
  return (
    <Dialog title="Invite people" onClose={onClose}>
      <div class="stack">
        <ListField text={people} onText={setPeople} />
        <SelectField
          label="Role, where the list gives none"
          value={role}
          options={ROLE_WORDS}
          onChange={(chosen) => setRole(chosen as Role)}
        />
        <GroupChecks chosen={groups} onChange={setGroups} />
        {mailIsSetUp && (
          <label class="check">
            <input type="checkbox" checked={mail} onChange={() => setMail(!mail)} />
            Send each of them a mail
          </label>
        )}
        {problem && <WrongList problem={problem} onLeaveOut={() => void invite(true)} />}
      </div>
      <DialogEnd
        yes={{ label: 'Invite', run: () => void invite(false), disabled: people.trim() === '' }}
        onNo={onClose}
      />
    </Dialog>
  );
}

function ListField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const take = (file: File | undefined) => void file?.text().then(onText);
  return (
    <div class="stack small-gap">
      <Field label="Whom to invite">
        {(id) => (
          <textarea
            class="input invited-list"
            id={id}
            rows={6}
            data-focus="true"
            spellcheck={false}
            placeholder="ada@example.com"
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )}
      </Field>
      <p class="field-hint">
        Addresses, as many as you like. Or a CSV with the first line{' '}
        <code>address,name,role,groups</code>: several groups of a person stand in one field, with
        semicolons between them.
      </p>
      <label class="file-field">
        <span class="field-label">From a file</span>
        <input
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </label>
    </div>
  );
}

function GroupChecks(props: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const [loaded] = useLoaded('groups', () => ask('GET groups'));
  const groups = loaded.state === 'done' ? loaded.value.groups : [];
  if (groups.length === 0) return null;
  return (
    <div class="invited-groups">
      <ChecksField
        legend="Groups, where the list gives none"
        options={groups.map(({ id, name }) => [id, name])}
        {...props}
      />
    </div>
  );
}

function WrongList({ problem, onLeaveOut }: { problem: Problem; onLeaveOut: () => void }) {
  const { errors = [], known } = problem.extras;
  const others = errors.length - (typeof known === 'number' ? known : 0);
  return (
    <div class="stack small-gap">
      <ProblemNote
        problem={problem}
        takeFocus
        words={{
          title: 'Nobody was invited',
          sentences: [problem.message.replace(/^Nobody was invited: (.)/, capital)],
        }}
        action={
          errors.length > 0 && others === 0
            ? { label: 'Invite the others', run: onLeaveOut }
            : undefined
        }
      />
      {errors.length > 0 && (
        <ul class="wrong-lines" aria-label="What is wrong in the list">
          {errors.map(({ at, message }) => (
            <li>
              <b>{at.replace('line', 'Line')}</b> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The title has said that nobody was. */
const capital = (_: string, letter: string) => letter.toUpperCase();

function InvitedDialog({ made, onClose }: { made: Made; onClose: () => void }) {
  const { invited, leftOut, mailed } = made;
  return (
    <Dialog title={`${countWords(invited, 'person is', 'people are')} invited`} onClose={onClose}>
      <div class="stack">
        {leftOut > 0 && (
          <p>{countWords(leftOut, 'person was', 'people were')} known already, and left out.</p>
        )}
        {mailed > 0 ? (
          <p>A mail is on its way to each of them.</p>
        ) : (
          invited > 0 && <InvitationText />
        )}
      </div>
      <div class="actions">
        <button type="button" class="button primary" data-focus="true" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function InvitationText() {
  return (
    <>
      <p>Nothing was sent. Send them this text yourself:</p>
      <blockquote class="invitation-text">{invitationText()}</blockquote>
      <p>
        <CopyButton label="Copy the text" icon="copy" text={() => invitationText()} />
      </p>
    </>
  );
}

/** What whoever invites sends by themselves; without an address it fits all of them. */
export function invitationText(email?: string): string {
  const as = email === undefined ? 'the address that got this' : email;
  return `You are invited to Sheetfeed: ${location.origin}${routes.catalog}\nSign in with ${as}.`;
}
