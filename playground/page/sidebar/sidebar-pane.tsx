// The add-on's sidebar at 300 pixels, below Google's title bar, with Google's sandbox.
import { useEffect, useRef } from 'preact/hooks';
import type { SidebarView } from '../../protocol.ts';
import { api } from '../api.ts';
import { googleFor } from './google-script.ts';
import type { PlaygroundState } from '../playground-state.ts';

// https://developers.google.com/apps-script/guides/html/restrictions
const sandbox = [
  'allow-same-origin',
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
  useEffect(() => {
    // The script that the router puts at the top of the sidebar asks for its `google`.
    window.playgroundGoogle = (inner) => googleFor(inner, state);
  }, [state]);
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
        key={`${sidebar.version} ${person}`}
        ref={frame}
        title={sidebar.title}
        sandbox={sandbox}
        src={`/playground/sidebar?version=${sidebar.version}`}
      />
    </aside>
  );
}
