// Chooses an audience: everybody, or members and groups by their names.
import { useId } from 'preact/hooks';
import type { NamedAudience } from '../../domain/contract/access.ts';
import { Chip, PeopleField } from './people-field.tsx';

interface Props {
  label: string;
  hint?: string | undefined;
  /** What everybody is here, such as "Every author". */
  everybody: string;
  audience: NamedAudience;
  onChange: (audience: NamedAudience) => void;
}

export function AudienceField({ label, hint, everybody, audience, onChange }: Props) {
  const name = useId();
  return (
    <fieldset class="stack audience">
      <legend class="field-label">{label}</legend>
      {hint && <p class="field-hint">{hint}</p>}
      <div>
        <label class="check">
          <input
            type="radio"
            name={name}
            checked={audience === null}
            onChange={() => onChange(null)}
          />
          {everybody}
        </label>
        <label class="check">
          <input
            type="radio"
            name={name}
            checked={audience !== null}
            onChange={() => onChange(audience ?? { members: [], groups: [] })}
          />
          Only these people and groups
        </label>
      </div>
      {audience !== null && (
        <>
          <PeopleField
            label={`Add to: ${label}`}
            withGroups
            onMember={(member) =>
              onChange({ ...audience, members: withOne(audience.members, member) })
            }
            onGroup={(group) => onChange({ ...audience, groups: withOne(audience.groups, group) })}
          />
          <Chosen audience={audience} onChange={onChange} />
        </>
      )}
    </fieldset>
  );
}

function Chosen({
  audience,
  onChange,
}: { audience: NonNullable<NamedAudience> } & Pick<Props, 'onChange'>) {
  const { members, groups } = audience;
  if (members.length + groups.length === 0) {
    return <p class="quiet small">Nobody yet but admins.</p>;
  }
  return (
    <ul class="chips" aria-label="Chosen">
      {groups.map((group) => (
        <Chip
          key={group.id}
          text={group.name}
          kind="group"
          onRemove={() => onChange({ ...audience, groups: groups.filter((one) => one !== group) })}
        />
      ))}
      {members.map((member) => (
        <Chip
          key={member.id}
          text={member.name || member.email}
          title={member.email}
          onRemove={() =>
            onChange({ ...audience, members: members.filter((one) => one !== member) })
          }
        />
      ))}
    </ul>
  );
}

function withOne<T extends { id: string }>(all: T[], one: T): T[] {
  return all.some(({ id }) => id === one.id) ? all : [...all, one];
}
