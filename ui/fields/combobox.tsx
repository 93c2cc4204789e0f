// A text field with a list of options under it: choices to search, or words to start from.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';

export interface Option {
  value: string;
  label: string;
}

interface Props {
  id: string;
  /** What the field shows while nobody types in it. */
  text: string;
  options: Option[];
  onPick: (option: Option) => void;
  /** Given where any text is allowed: called with each change. Without it only options are. */
  onText?: ((text: string) => void) | undefined;
  /** Called where only options are allowed, with what was typed and is none of them. */
  onUnknown?: ((text: string) => void) | undefined;
  /** Called when the field was emptied and only options are allowed. */
  onClear?: (() => void) | undefined;
  placeholder?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  required?: boolean | undefined;
  /** With `onText`: what is typed only searches, and is worth nothing until an option is picked. */
  mustPick?: boolean | undefined;
  /** The options are still on their way. */
  loading?: boolean | undefined;
}

// More options than a person reads: the rest is found by typing.
const shownAtMost = 50;

export function Combobox(props: Props) {
  const { id, text, onText } = props;
  const listId = useId();
  const { typed, active, shown, found, ...list } = useOptions(props);
  const isListed = shown.length > 0;
  const input = useUnfinished(typed ?? text, props);
  return (
    <div class="combobox">
      <input
        id={id}
        ref={input}
        class="input"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={isListed}
        aria-controls={isListed ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        aria-required={props.required}
        placeholder={props.placeholder}
        value={typed ?? text}
        onInput={(event) => list.type(event.currentTarget.value)}
        onClick={list.open}
        onKeyDown={list.press}
        onBlur={list.leave}
      />
      <Icon name="down" />
      {list.isOpen && found.length === 0 && !onText && !props.loading && (
        <div class="options options-note" role="status">
          {typed ? `Nothing matches “${typed}”.` : 'There are no choices.'}
        </div>
      )}
      {!list.isOpen && isUnknown(typed ?? text, props) && (
        <p class="field-error" role="status">
          “{typed ?? text}” is not one of the choices. Pick one from the list.
        </p>
      )}
      {isListed && (
        <OptionList
          id={listId}
          options={shown}
          active={active}
          onPick={list.pick}
          hidden={found.length - shown.length}
        />
      )}
    </div>
  );
}

// Enter may come before what is searched: then it means the first that is found.
function useAwaited(first: Option | undefined, pick: (option: Option) => void) {
  const awaited = useRef(false);
  useEffect(() => {
    if (!awaited.current || first === undefined) return;
    awaited.current = false;
    pick(first);
  }, [first]);
  return awaited;
}

/** What is typed and not picked holds up the form that it stands in, and is told at the field. */
function useUnfinished(text: string, { mustPick }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const isLeft = mustPick && text.trim() !== '';
    input.current?.setCustomValidity(isLeft ? 'Pick from the list, or empty this field.' : '');
  }, [text, mustPick]);
  return input;
}

// What is typed, which options that finds and shows, and what typing, keys and picking do to them.
function useOptions({ options, onPick, onText, onUnknown, onClear, loading, mustPick }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const found = matching(options, typed ?? '');
  const shown = isOpen ? found.slice(0, shownAtMost) : [];
  const open = () => setOpen(true);
  const close = () => {
    setOpen(false);
    setActive(-1);
    setTyped(null);
  };
  // Nothing that a person typed is taken away from them.
  const leave = () => {
    const text = typed?.trim() ?? '';
    if (onText || text === '') return close();
    if (loading) return setOpen(false);
    const option = named(options, text);
    if (option) return pick(option);
    onUnknown?.(text);
    setOpen(false);
    setActive(-1);
  };
  const pick = (option: Option) => {
    onPick(option);
    close();
  };
  const type = (value: string) => {
    setTyped(value);
    setOpen(true);
    setActive(onText && !mustPick ? -1 : 0);
    onText?.(value);
    if (value === '' && !onText) onClear?.();
    // Enter sends the form from here: not with what was chosen before.
    if (value !== '' && !loading && matching(options, value).length === 0) onUnknown?.(value);
  };
  // What was typed and left before the options came is looked for among them now.
  useEffect(() => {
    if (!loading && !isOpen && typed !== null) leave();
  }, [loading]);
  const awaited = useAwaited(found[0], pick);
  const press = (event: KeyboardEvent) => {
    if (mustPick && typed && event.key === 'Enter' && !shown[active]) {
      awaited.current = true;
      return event.preventDefault();
    }
    awaited.current = false;
    const action = actionOf(event.key, { open: isOpen, active, shown });
    if (!action) return;
    event.stopPropagation();
    event.preventDefault();
    if (action.to === 'close') return close();
    if (action.to === 'pick') return pick(action.option);
    setOpen(true);
    setActive(action.active);
  };
  return { isOpen, typed, active, found, shown, open, leave, pick, type, press };
}

interface ListState {
  open: boolean;
  active: number;
  shown: Option[];
}

type Action =
  { to: 'move'; active: number } | { to: 'pick'; option: Option } | { to: 'close' } | null;

// What a key does to the list; null leaves it to the field and to what lies around it.
function actionOf(key: string, { open, active, shown }: ListState): Action {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const option = shown[active];
  if (step !== undefined) {
    const count = Math.max(1, shown.length);
    return { to: 'move', active: open ? (active + step + count) % count : active };
  }
  if (key === 'Enter' && open && option) return { to: 'pick', option };
  if (key === 'Escape' && open) return { to: 'close' };
  return null;
}

interface ListProps {
  id: string;
  options: Option[];
  active: number;
  onPick: (option: Option) => void;
  /** How many more there are than shown. */
  hidden: number;
}

function OptionList({ id, options, active, onPick, hidden }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(false);
  useLayoutEffect(() => setAbove(list.current !== null && fitsBetterAbove(list.current)), []);
  useEffect(() => list.current?.scrollIntoView({ block: 'nearest' }), [above]);
  useEffect(() => {
    list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // The pointer must not take the focus from the field, or the list would close before the click.
    <div
      class={above ? 'options above' : 'options'}
      ref={list}
      onPointerDown={(event) => event.preventDefault()}
    >
      <div role="listbox" id={id} aria-label="Options">
        {options.map((option, index) => (
          <div
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === active}
            class={index === active ? 'active' : undefined}
            onClick={() => onPick(option)}
          >
            {option.label}
          </div>
        ))}
      </div>
      {hidden > 0 && <div class="options-note">{hidden} more: type to find them.</div>}
    </div>
  );
}

// The list must not lie on its form's own button, which is the next thing that is wanted.
function fitsBetterAbove(list: HTMLElement): boolean {
  const button = list.closest('form')?.querySelector('[type=submit]')?.getBoundingClientRect();
  const field = list.parentElement?.getBoundingClientRect();
  if (!button || !field) return false;
  const { left, right, bottom, height } = list.getBoundingClientRect();
  const isOverButton =
    field.bottom <= button.top && bottom > button.top && left < button.right && right > button.left;
  const scroller = list.closest('.scroll');
  const top = scroller
    ? scroller.getBoundingClientRect().top - scroller.scrollTop
    : -document.documentElement.scrollTop;
  return isOverButton && field.top - top > height;
}

/** The options whose label or value holds every word of the text, in their order. */
export function matching(options: readonly Option[], text: string): Option[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...options];
  return options.filter(({ label, value }) => {
    const searched = folded(`${label} ${value}`);
    return words.every((word) => searched.includes(word));
  });
}

/** Whether a text stands in the field that is none of the options, where only these are allowed. */
function isUnknown(text: string, { options, onText, loading }: Props): boolean {
  return text !== '' && !onText && !loading && named(options, text) === undefined;
}

function named(options: readonly Option[], text: string): Option | undefined {
  const wanted = folded(text);
  return options.find(({ label, value }) => folded(label) === wanted || folded(value) === wanted);
}

/** Text without case and accents, to compare what people type. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
