// Where a comment is written: an @ and a few letters find whoever may be spoken to about it.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { About } from '../../domain/contract/talk/comment.ts';
import type { Named } from '../markdown.tsx';
import { useSpeech } from './speech.ts';

interface Props {
  about: About;
  label: string;
  text: string;
  onText: (text: string) => void;
  /** Ctrl+Enter. */
  onSend: () => void;
  takeFocus?: boolean;
}

export function CommentField({ about, label, text, onText, onSend, takeFocus = false }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [sought, setSought] = useState<string | null>(null);
  const people = usePeople(about, sought);
  const [active, setActive] = useState(0);
  useLayoutEffect(() => {
    if (takeFocus) field.current?.focus();
  }, []);
  const look = () => setSought(soughtIn(field.current));
  const pick = ({ email }: Named) => {
    if (field.current) onText(withAddress(field.current, email));
    setSought(null);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return onSend();
    // Where Esc leaves a view, what was typed would go with it.
    if (event.key === 'Escape' && text !== '') event.preventDefault();
    const person = people[active];
    if (person === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((active + step + people.length) % people.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(person);
    else if (event.key === 'Escape') setSought(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = people.length > 0;
  return (
    <div class="comment-field">
      <textarea
        ref={field}
        class="input"
        rows={3}
        maxLength={10_000}
        aria-label={label}
        placeholder={`${label}. @ speaks to somebody.`}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
        value={text}
        onInput={(event) => {
          onText(event.currentTarget.value);
          setActive(0);
          look();
        }}
        onKeyDown={press}
        onBlur={() => setSought(null)}
      />
      {isOpen && <People {...{ listId, people, active, pick }} />}
    </div>
  );
}

interface PeopleProps {
  listId: string;
  people: readonly Named[];
  active: number;
  pick: (person: Named) => void;
}

function People({ listId, people, active, pick }: PeopleProps) {
  return (
    <ul class="options" role="listbox" id={listId} aria-label="Members">
      {people.map((person, at) => (
        <li
          key={person.email}
          id={`${listId}-${at}`}
          role="option"
          aria-selected={at === active}
          class={at === active ? 'active' : ''}
          onMouseDown={(event) => {
            event.preventDefault();
            pick(person);
          }}
        >
          {person.name} <span class="quiet">{person.email}</span>
        </li>
      ))}
    </ul>
  );
}

// What is being typed after an @, before the caret.
const SOUGHT = /(?:^|[\s(])@([\p{L}\d.@_-]{0,60})$/u;

function soughtIn(field: HTMLTextAreaElement | null): string | null {
  if (field === null) return null;
  return SOUGHT.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
}

function withAddress({ value, selectionStart }: HTMLTextAreaElement, email: string): string {
  const before = value.slice(0, selectionStart).replace(/@[^@\s]*(@[^@\s]*)?$/, '');
  return `${before}@${email} ${value.slice(selectionStart)}`;
}

const pauseMs = 150;

function usePeople(about: About, sought: string | null): readonly Named[] {
  const speech = useSpeech();
  const [found, setFound] = useState<readonly Named[]>([]);
  useEffect(() => {
    if (sought === null) return setFound([]);
    let isLate = false;
    const timer = setTimeout(() => {
      speech.people(about, sought).then(
        (people) => !isLate && setFound(people.slice(0, 8)),
        // Without it a comment can be written all the same.
        () => !isLate && setFound([]),
      );
    }, pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [about, sought]);
  return sought === null ? [] : found;
}
