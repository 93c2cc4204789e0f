// Asks before a member is deactivated: what hangs on them, and who takes it over.
import { useState } from 'preact/hooks';
import type { KnownMember } from '../../domain/contract/access.ts';
import type { Holdings, ListedMember } from '../../domain/contract/member.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { Chip, PeopleField } from '../audience/people-field.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { Hanging } from './hanging.tsx';

interface Props {
  member: ListedMember;
  onClose: () => void;
  onDone: () => void;
}

export function DeactivateDialog({ member, onClose, onDone }: Props) {
  const { id, name } = member;
  const [loaded] = useLoaded(id, () => ask('GET holdings', { params: { id } }));
  const [heir, setHeir] = useState<KnownMember | null>(null);
  const deactivate = () => {
    const body = { active: false, ...(heir === null ? {} : { handOverTo: heir.id }) };
    return ask('PUT member', { params: { id }, body }).then(onDone);
  };
  const holdings = loaded.state === 'done' ? loaded.value : null;
  const label = heir === null ? 'Deactivate' : 'Hand over and deactivate';
  const action = { label, run: deactivate, isDanger: true, disabled: holdings === null };
  return (
    <ActionDialog title={`Deactivate ${name}?`} action={action} onClose={onClose}>
      <p>
        {name} is signed out everywhere at once, also in Google Sheets
        {holdings && signInWords(holdings)}, and cannot come in until an admin lets them.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
      {holdings && <Hanging holdings={holdings} name={name} />}
      {holdings && canBeHandedOver(holdings) && (
        <Heir heir={heir} name={name} besides={id} onHeir={setHeir} />
      )}
    </ActionDialog>
  );
}

function signInWords({ sessions, tokens }: Holdings): string {
  const parts = [
    ...(sessions > 0 ? [countWords(sessions, 'browser')] : []),
    ...(tokens > 0 ? [countWords(tokens, 'personal token')] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(' and ')})`;
}

const canBeHandedOver = ({ queries, ...holdings }: Holdings) =>
  queries.some(({ file }) => file === null) ||
  Object.values(holdings).some((held) => Array.isArray(held) && held.length > 0);

interface HeirProps {
  heir: KnownMember | null;
  name: string;
  besides: string;
  onHeir: (heir: KnownMember | null) => void;
}

function Heir({ heir, name, besides, onHeir }: HeirProps) {
  return (
    <div class="field">
      <p class="field-label">Who takes over from {name}</p>
      {heir === null ? (
        <PeopleField
          label={`Who takes over from ${name}`}
          onMember={(member) => member.id !== besides && onHeir(member)}
        />
      ) : (
        <ul class="chips">
          <Chip text={heir.name || heir.email} title={heir.email} onRemove={() => onHeir(null)} />
        </ul>
      )}
      <p class="field-hint">
        Without anybody, the queries stay as they are and have no owner here.
      </p>
    </div>
  );
}
