// The add-on's sidebar at 300 pixels, below Google's title bar, with Google's sandbox.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SidebarView } from '../../protocol.ts';
import { api } from '../api.ts';
import { answerSidebar } from './google-script.ts';
import type { PlaygroundState } from '../playground-state.ts';

// https://developers.google.com/apps-script/guides/html/restrictions, but for `allow-same-origin`: at Google a sidebar's
// origin has nothing on it, and here the catalog.
const sandbox = [
  'allow-forms',
  'allow-scripts',
  'allow-popups',
  'allow-downloads',
  'allow-modals',
  'allow-popups-to-escape-sandbox',
].join(' ');

interface Props {
  state: PlaygroundState;
  sidebar: SidebarView;
  person: string;
}

export function SidebarPane({ state, sidebar, person }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const shown = `${sidebar.version} ${person}`;
  /** The query that the page's own address names is for the first sidebar that it shows. */
  const first = useRef({ shown, query: location.hash });
  const query = first.current.shown === shown ? first.current.query : '';
  // Before the frame has loaded anything, so that no message is missed.
  useLayoutEffect(
    () => (frame.current ? answerSidebar(frame.current, state) : undefined),
    [state, shown],
  );
  const close = () => void state.do(() => api.closeSidebar());
  return (
    <aside class="sidebar" aria-label={sidebar.title}>
      <header>
        <h1>{sidebar.title}</h1>
        <button type="button" aria-label="Close the sidebar" title="Close" onClick={close}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6L6 18" />
          </svg>
        </button>
      </header>
      <iframe
        key={shown}
        ref={frame}
        title={sidebar.title}
        sandbox={sandbox}
        src={sidebarAddress(sidebar.version) + query}
      />
    </aside>
  );
}

// Under the other name of this computer, as at Google a sidebar is of another origin than the page.
function sidebarAddress(version: number | string): string {
  const others: Record<string, string> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };
  const { hostname, port, origin } = location;
  const host = others[hostname];
  const at = host === undefined ? origin : `http://${host}${port === '' ? '' : `:${port}`}`;
  return `${at}/playground/sidebar?version=${version}&page=${encodeURIComponent(origin)}`;
}
