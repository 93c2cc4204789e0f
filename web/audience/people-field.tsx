// Finds members, and groups where they may stand too; and the chip that stands for whoever was picked.
import { useEffect, useId, useState } from 'preact/hooks';
import type { KnownGroup, KnownMember } from '../../domain/contract/access.ts';
import { Combobox, type Option } from '../../ui/fields/combobox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ask } from '../frame/ask.ts';

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
  const found = usePeople(text);
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
        mustPick
      />
    </div>
  );
}

interface Found {
  members: KnownMember[];
  groups: KnownGroup[];
}

const nobody: Found = { members: [], groups: [] };
// Typing goes on faster than answers come: ask when the person pauses.
const pauseMs = 150;

/** Whom a text finds; nobody until the answer is there, and where there is none. */
function usePeople(text: string): Found {
  const [found, setFound] = useState(nobody);
  useEffect(() => {
    let isLate = false;
    const timer = setTimeout(() => {
      ask('GET people', { query: { search: text } }).then(
        (people) => !isLate && setFound(people),
        () => !isLate && setFound(nobody),
      );
    }, pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text]);
  return found;
}
