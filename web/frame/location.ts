// Which page the address names, and going elsewhere without loading anew.
import { useEffect, useState } from 'preact/hooks';
import { routes } from '../../domain/routes.ts';

/** Where one reads a result. */
export type ReadingPlace =
  | { page: 'query'; slug: string }
  | { page: 'history'; slug: string }
  | { page: 'board'; slug: string }
  | { page: 'frozen'; id: string }
  | { page: 'shared'; token: string; of: SharedPart };

/** What is seen by a share link: a result, its chart alone, or a board. */
export type SharedPart = 'result' | 'chart' | 'board';

/** What stands beside the catalog and its results. */
export type FurtherPlace =
  | { page: 'alerts'; slug: string }
  | { page: 'loud' }
  | { page: 'asks' }
  | { page: 'concerns' }
  | { page: 'boards' }
  | { page: 'board-edit'; slug: string | null }
  | { page: 'tables' }
  | { page: 'table'; name: string }
  | { page: 'lessons' }
  | { page: 'lesson'; lesson: string }
  | { page: 'words' }
  | { page: 'table-words'; source: string; schema: string; table: string }
  | { page: 'account' }
  | { page: 'google-grant' }
  | { page: 'unsubscribe'; token: string };

export type Place =
  | { page: 'catalog' }
  | { page: 'edit'; slug: string }
  | { page: 'new' }
  | { page: 'admin'; name: string }
  | ReadingPlace
  | FurtherPlace
  | { page: 'none' };

const slugInPath = /^\/q\/([a-z0-9-]+)(?:\/(edit|history|alerts))?$/;
const boardInPath = /^\/b\/([a-z0-9-]+)(\/edit)?$/;
const tableInPath = /^\/tables\/([a-z0-9_]+)$/;
const lessonInPath = /^\/lessons\/([a-z-]+)$/;
const wordsInPath = /^\/data\/([^/]+)\/([^/]+)\/([^/]+)$/;
const adminInPath = /^\/admin\/([a-z]+)$/;
const frozenInPath = /^\/f\/([a-z0-9]+)$/;
const tokenInPath = /^\/s\/([\w-]+)(?:\/(chart|board))?$/;
const unsubscribeInPath = /^\/unsubscribe\/([\w-]+)$/;

// What is no text by its letters' numbers (`%ff`) names nothing.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The page that a path names. */
export function placeOf(path: string): Place {
  if (path === routes.catalog) return { page: 'catalog' };
  if (path === routes.newQueryPage) return { page: 'new' };
  if (path === routes.loudAlertsPage) return { page: 'loud' };
  if (path === routes.asksPage) return { page: 'asks' };
  if (path === routes.boardsPage) return { page: 'boards' };
  if (path === routes.newBoardPage) return { page: 'board-edit', slug: null };
  const [, board, edit] = boardInPath.exec(path) ?? [];
  if (board !== undefined) return { page: edit ? 'board-edit' : 'board', slug: board };
  if (path === routes.tablesPage) return { page: 'tables' };
  const table = tableInPath.exec(path)?.[1];
  if (table !== undefined) return { page: 'table', name: table };
  if (path === routes.lessonsPage) return { page: 'lessons' };
  const lesson = lessonInPath.exec(path)?.[1];
  if (lesson !== undefined) return { page: 'lesson', lesson };
  if (path === routes.wordsPage) return { page: 'words' };
  const ofTable = wordsInPath.exec(path)?.slice(1).map(decoded);
  if (ofTable) {
    const [source = '', schema = '', name = ''] = ofTable;
    return { page: 'table-words', source, schema, table: name };
  }
  if (path === routes.concernsPage) return { page: 'concerns' };
  if (path === routes.accountPage) return { page: 'account' };
  if (path === routes.googleGrantPage) return { page: 'google-grant' };
  const name = adminInPath.exec(path)?.[1];
  if (name !== undefined) return { page: 'admin', name };
  const frozen = frozenInPath.exec(path)?.[1];
  if (frozen !== undefined) return { page: 'frozen', id: frozen };
  const [, token, shown = 'result'] = tokenInPath.exec(path) ?? [];
  if (token !== undefined) return { page: 'shared', token, of: shown as SharedPart };
  const ended = unsubscribeInPath.exec(path)?.[1];
  if (ended !== undefined) return { page: 'unsubscribe', token: ended };
  const [, slug, part] = slugInPath.exec(path) ?? [];
  if (slug === undefined) return { page: 'none' };
  if (part === 'edit' || part === 'history' || part === 'alerts') return { page: part, slug };
  return { page: 'query', slug };
}

/** The address now: changes with links of our own and with the browser's Back and Forward. */
export function useAddress(): { path: string; search: string } {
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const changed = () => setAddress(read());
    history.scrollRestoration = 'manual';
    addEventListener('popstate', changed);
    addEventListener('popstate', scrollBack);
    addEventListener('sheetfeed:address', changed);
    document.addEventListener('click', followOwnLink);
    return () => {
      removeEventListener('popstate', changed);
      removeEventListener('popstate', scrollBack);
      removeEventListener('sheetfeed:address', changed);
      document.removeEventListener('click', followOwnLink);
    };
  }, []);
  return address;
}

function read() {
  return { path: location.pathname, search: location.search };
}

/** Goes to an address of our own; `replace` leaves no entry in the history. */
export function goTo(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(history.state, '', address);
  else {
    history.replaceState({ scrolled: scrollY }, '');
    history.pushState(null, '', address);
  }
  dispatchEvent(new Event('sheetfeed:address'));
}

// What a page was scrolled to is loaded anew, piece by piece: so it is asked for until it is there, or somebody scrolls.
const scrollWithinMs = 5_000;
/** The page before may be there for a moment, and be as long. */
const settledMs = 300;

function scrollBack({ state }: PopStateEvent): void {
  const { scrolled = 0 } = (state ?? {}) as { scrolled?: number };
  const end = performance.now() + scrollWithinMs;
  let isOver = false;
  const stop = () => void (isOver = true);
  for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    addEventListener(kind, stop, { once: true, passive: true });
  }
  let thereSince = performance.now();
  const scroll = (now: number) => {
    if (isOver || now > end || now - thereSince > settledMs) return;
    if (Math.abs(scrollY - scrolled) > 1) {
      scrollTo(0, scrolled);
      thereSince = now;
    }
    requestAnimationFrame(scroll);
  };
  requestAnimationFrame(scroll);
}

function followOwnLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.download || link.origin !== location.origin) return;
  if (placeOf(link.pathname).page === 'none') return;
  // Within a page the browser itself goes there.
  const isHere = link.pathname === location.pathname && link.search === location.search;
  if (isHere && link.hash !== '') return;
  event.preventDefault();
  goTo(link.pathname + link.search + link.hash);
  scrollTo(0, 0);
}
