// The keys that count on every page: / searches the catalog, Ctrl+K goes anywhere, ? lists the keys.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MemberView } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import { lazy } from '../frame/lazy.tsx';
import { goTo, type Place } from '../frame/location.ts';

/** What is typed while the dialog is on its way is meant for it. */
interface Typed {
  text: string;
  since: number;
}

/** A dialog that takes longer gets no keys: somebody may be writing elsewhere by then. */
const awaitedMs = 3_000;

const isAwaited = (typed: Typed | null): typed is Typed =>
  typed !== null && performance.now() - typed.since < awaitedMs;

type Opened = 'go-to' | 'keys';

interface GoToProps {
  member: MemberView;
  place: Place;
  takeTyped: () => string;
  onClose: () => void;
}

const GoToDialog = lazy<GoToProps>({
  name: 'go-to',
  load: async () => (await import('./go-to-dialog.tsx')).GoToDialog,
  shape: null,
});

const KeysDialog = lazy<{ onClose: () => void }>({
  name: 'keys',
  load: async () => (await import('./keys-dialog.tsx')).KeysDialog,
  shape: null,
});

export function PageKeys({ member, place }: { member: MemberView; place: Place }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const latest = useRef(place);
  latest.current = place;
  const typed = useRef<Typed | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const letter = letterOf(event);
      if (isAwaited(typed.current) && letter !== null) {
        event.preventDefault();
        typed.current.text += letter;
        return;
      }
      const action = actionOf(event);
      if (action === null) return;
      event.preventDefault();
      typed.current = action === 'go-to' ? { text: '', since: performance.now() } : null;
      if (action === 'search') search(latest.current);
      else setOpened(action);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  const close = () => setOpened(null);
  const takeTyped = () => {
    const text = typed.current?.text ?? '';
    typed.current = null;
    return text;
  };
  if (opened === 'go-to') return <GoToDialog {...{ member, place, takeTyped }} onClose={close} />;
  return opened === 'keys' ? <KeysDialog onClose={close} /> : null;
}

function actionOf(event: KeyboardEvent): Opened | 'search' | null {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return 'go-to';
  if (ctrlKey || metaKey || altKey || isTyping(target)) return null;
  if (key === '/') return 'search';
  return key === '?' ? 'keys' : null;
}

/** Enter is the end of a line. */
function letterOf({ key, ctrlKey, metaKey }: KeyboardEvent): string | null {
  if (ctrlKey || metaKey) return null;
  if (key === 'Enter') return '\n';
  return [...key].length === 1 ? key : null;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, .cm-content');

function search(place: Place): void {
  if (place.page !== 'catalog') goTo(routes.catalog);
  document.getElementById('search')?.focus();
}
