// Who is at the keyboard: the add-on sends this person's identity token.
import type { PersonView } from '../protocol.ts';
import { api } from './api.ts';
import type { PlaygroundState } from './playground-state.ts';

interface Props {
  state: PlaygroundState;
  persons: PersonView[];
  person: string;
}

export function PersonSwitch({ state, persons, person }: Props) {
  const initial = persons.find(({ id }) => id === person)?.name.slice(0, 1) ?? '';
  return (
    <label class="person" title="Who is at the keyboard">
      <span class="avatar" aria-hidden="true">
        {initial}
      </span>
      <select
        aria-label="Who is at the keyboard"
        value={person}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void state.do(() => api.choosePerson(value));
        }}
      >
        {persons.map(({ id, name, role }) => (
          <option key={id} value={id}>
            {name} ({role})
          </option>
        ))}
      </select>
    </label>
  );
}
