// Who is invited and has not come yet: since when and by whom, and the way to take it back.
import { useState } from 'preact/hooks';
import type { Invitation, InvitationList } from '../../domain/contract/invitation.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';
import { invitationText } from './invite-dialog.tsx';

interface Props {
  list: InvitationList;
  onChanged: () => void;
}

export function InvitedPart({ list: { invitations, total }, onChanged }: Props) {
  const [asked, setAsked] = useState<Invitation | null>(null);
  if (total === 0) return null;
  const takeBack = ({ id }: Invitation) =>
    ask('DELETE invitation', { params: { id } }).then(() => {
      setAsked(null);
      onChanged();
    });
  return (
    <section class="stack small-gap invited" aria-labelledby="invited">
      <h2 id="invited">
        Invited <span class="quiet small">{countOf(total, invitations.length)}</span>
      </h2>
      <table class="list-table">
        <thead>
          <tr>
            <th scope="col">Invited</th>
            <th scope="col">Role</th>
            <th scope="col">Groups</th>
            <th scope="col">By</th>
            <th scope="col">
              <span class="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <InvitedRow key={invitation.id} invitation={invitation} onTakeBack={setAsked} />
          ))}
        </tbody>
      </table>
      {asked && (
        <ActionDialog
          title={`Take back the invitation of ${asked.email}?`}
          action={{ label: 'Take it back', run: () => takeBack(asked), isDanger: true }}
          isQuestion
          onClose={() => setAsked(null)}
        >
          <p>
            A mail that has not gone yet is not sent. Whoever may sign in here can still come: then
            they begin with the role and the groups of everybody who is not invited.
          </p>
        </ActionDialog>
      )}
    </section>
  );
}

const countOf = (total: number, shown: number) =>
  total > shown ? `${total}, the latest ${shown} shown` : String(total);

interface RowProps {
  invitation: Invitation;
  onTakeBack: (invitation: Invitation) => void;
}

function InvitedRow({ invitation, onTakeBack }: RowProps) {
  const { email, name, role, groups, invitedBy, invitedAt, mail } = invitation;
  return (
    <tr>
      <td>
        <b>{name || email}</b>
        {name !== '' && <p class="quiet small">{email}</p>}
        {mail && <MailWords mail={mail} />}
      </td>
      <td class="whole">{role}</td>
      <td class="quiet">{groups.join(', ')}</td>
      <td class="quiet">
        {invitedBy.name || invitedBy.email} <TimeAgo at={invitedAt} />
      </td>
      <td class="end">
        <CopyButton
          label="Copy text"
          name={`for ${email}`}
          icon="copy"
          text={() => invitationText(email)}
        />
        <button type="button" class="button compact" onClick={() => onTakeBack(invitation)}>
          Take back<span class="unseen"> the invitation of {email}</span>
        </button>
      </td>
    </tr>
  );
}

function MailWords({ mail: { state, problem } }: { mail: NonNullable<Invitation['mail']> }) {
  if (state === 'delivered') return <p class="quiet small">A mail was sent.</p>;
  if (state === 'refused') return <p class="tone bad small">The mail was not taken: {problem}</p>;
  return <p class="quiet small">A mail waits to be sent{problem && `: ${problem}`}</p>;
}
