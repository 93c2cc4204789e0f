// Chooses an audience: everybody, or members and groups by their names.
import { useEffect, useId, useState } from 'preact/hooks';
import type {
  Audience,
  KnownGroup,
  KnownMember,
  NamedAudience,
} from '../../domain/contract/access.ts';
import { Combobox, type Option } from '../../ui/combobox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ask } from '../frame/ask.ts';

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

interface ChipProps {
  text: string;
  kind?: string;
  title?: string;
  onRemove: () => void;
}

export function Chip({ text, kind, title, onRemove }: ChipProps) {
  return (
    <li class="chip" title={title}>
      {text}
      {kind && <span class="quiet"> {kind}</span>}
      <button type="button" class="icon-button" aria-label={`Remove ${text}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

interface PeopleProps {
  label: string;
  withGroups?: boolean;
  onMember: (member: KnownMember) => void;
  onGroup?: (group: KnownGroup) => void;
}

/** Searches members, and groups too, and tells who was picked. */
export function PeopleField({ label, withGroups = false, onMember, onGroup }: PeopleProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ members: KnownMember[]; groups: KnownGroup[] }>(nobody);
  useEffect(() => {
    let isLate = false;
    const timer = setTimeout(() => {
      ask('GET people', { query: { search: text } }).then(
        (people) => !isLate && setFound(people),
        () => !isLate && setFound(nobody),
      );
    }, 150);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text]);
  const groups = withGroups ? found.groups : [];
  const options: Option[] = [
    ...groups.map((group) => ({ value: group.id, label: `${group.name} (group)` })),
    ...found.members.map(({ id: member, name, email }) => ({
      value: member,
      label: name === email ? email : `${name}, ${email}`,
    })),
  ];
  const pick = ({ value }: Option) => {
    setText('');
    const group = groups.find((one) => one.id === value);
    const member = found.members.find((one) => one.id === value);
    if (group) onGroup?.(group);
    else if (member) onMember(member);
  };
  return (
    <div class="field">
      <label class="unseen" for={id}>
        {label}
      </label>
      <Combobox
        id={id}
        text={text}
        options={options}
        placeholder={withGroups ? 'A name, an address or a group' : 'A name or an address'}
        onText={setText}
        onPick={pick}
      />
    </div>
  );
}

const nobody = { members: [], groups: [] };

function withOne<T extends { id: string }>(all: T[], one: T): T[] {
  return all.some(({ id }) => id === one.id) ? all : [...all, one];
}

/** The audience as the server takes it. */
export function idsOf(audience: NamedAudience): Audience {
  if (audience === null) return null;
  return {
    members: audience.members.map(({ id }) => id),
    groups: audience.groups.map(({ id }) => id),
  };
}

/** An audience in words: "everybody", or names. */
export function audienceWords(audience: NamedAudience, everybody: string): string {
  if (audience === null) return everybody;
  const names = [
    ...audience.groups.map(({ name }) => name),
    ...audience.members.map(({ name, email }) => name || email),
  ];
  return names.length === 0 ? 'admins only' : names.join(', ');
}
