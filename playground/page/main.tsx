// The playground's page: a simulated Google Sheets with the real sidebar at its side.
import { render } from 'preact';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import type { PlaygroundView, TabView } from '../protocol.ts';
import { About } from './about.tsx';
import { ClockChip } from './clock-chip.tsx';
import { Dialog } from './dialogs.tsx';
import type { Question } from './dialogs.tsx';
import { FormulaBar } from './grid/formula-bar.tsx';
import { Grid } from './grid/grid.tsx';
import { listenToShortcuts } from './shortcuts.ts';
import type { Asking } from './menus/asking.ts';
import { ContextMenu } from './menus/context-menu.tsx';
import { MenuBar } from './menus/menu-bar.tsx';
import { menusOf } from './menus/menus.ts';
import { askingBy, questionOfAddon } from './menus/questions-shown.ts';
import { NotePopup } from './grid/note-popup.tsx';
import { PersonSwitch } from './person-switch.tsx';
import { SpreadsheetSwitch } from './spreadsheet-switch.tsx';
import { PlaygroundState } from './playground-state.ts';
import { SidebarPane } from './sidebar/sidebar-pane.tsx';
import { Tabs } from './grid/tabs.tsx';
import './page.css';
import './grid/formula-bar.css';
import './grid/charts.css';
import './grid/grid.css';
import './grid/tabs.css';
import './sidebar/sidebar.css';
import './notices.css';
import './narrow.css';

function Playground() {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [question, setQuestion] = useState<Question | null>(null);
  const state = useMemo(() => new PlaygroundState(), []);
  const asking = useMemo(() => askingBy(setQuestion), []);
  useEffect(() => state.start(() => redraw(0)), [state]);
  useEffect(() => listenToShortcuts(state), [state]);
  useWantedSidebar(state);
  const { view, tab } = state;
  if (!view || !tab) return <Waiting offline={state.offline} />;
  const shown = question ?? questionOfAddon(state);
  return (
    <div class="playground">
      <Top state={state} view={view} tab={tab} asking={asking} />
      <FormulaBar state={state} tab={tab} />
      <main class="grid-area">
        {state.busy && (
          <div class="working" role="progressbar" aria-label="The add-on is working" />
        )}
        {state.offline && (
          <p class="offline" role="alert">
            The playground does not answer. Start it again with npm start; this page goes on by
            itself.
          </p>
        )}
        <Grid key={tab.id} state={state} tab={tab} asking={asking} />
      </main>
      <Tabs state={state} tabs={view.workbook.tabs} active={tab.id} asking={asking} />
      {view.sidebar && <SidebarPane state={state} sidebar={view.sidebar} person={view.person} />}
      <ToastNote state={state} />
      <NotePopup />
      {state.menu && <ContextMenu key={state.menu.caption} state={state} menu={state.menu} />}
      {state.about && <About close={() => state.showAbout(false)} />}
      {shown && <Dialog key={shown.title} question={shown} />}
    </div>
  );
}

/** Whoever comes with a query in the address wants the sidebar, also where it had been closed. */
function useWantedSidebar(state: PlaygroundState): void {
  const isClosed = state.view !== null && state.view.sidebar === null;
  const known = state.view !== null;
  useEffect(() => {
    const isWanted = new URLSearchParams(location.hash.slice(1)).has('query');
    if (isClosed && isWanted) void state.runMenuItem('showSidebar');
  }, [known]);
}

function Waiting({ offline }: { offline: boolean }) {
  return (
    <p class="empty">
      {offline
        ? 'The playground does not answer. Start it again with npm start, then reload this page.'
        : 'Opening the spreadsheet…'}
    </p>
  );
}

interface TopProps {
  state: PlaygroundState;
  view: PlaygroundView;
  tab: TabView;
  asking: Asking;
}

function Top({ state, view, tab, asking }: TopProps) {
  return (
    <header class="top">
      <SheetIcon />
      <div class="top-names">
        <div class="top-title">
          <h1>{view.workbook.name}</h1>
          <SpreadsheetSwitch state={state} view={view} />
          <span class="simulated">
            A simulation of Google Sheets, running the real add-on.{' '}
            <button type="button" onClick={() => state.showAbout(true)}>
              What is simulated
            </button>{' '}
            <a href="/">Catalog</a> <a href="/playground/post-box">Post box</a>
          </span>
        </div>
        <MenuBar menus={menusOf(state, tab, asking)} />
      </div>
      <ClockChip view={view} />
      <PersonSwitch state={state} persons={view.persons} person={view.person} />
    </header>
  );
}

function SheetIcon() {
  return (
    <svg class="top-icon" viewBox="0 0 24 32" aria-hidden="true">
      <path d="M2 0h14l8 8v22a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2z" fill="#188038" />
      <path d="M16 0l8 8h-8z" fill="#81c995" />
      <path d="M5 14h14v12H5zM5 20h14M12 14v12" fill="none" stroke="#fff" stroke-width="1.8" />
    </svg>
  );
}

function ToastNote({ state }: { state: PlaygroundState }) {
  const { toast } = state;
  if (!toast) return null;
  return (
    <div class={`toast${toast.bad ? ' bad' : ''}`} role={toast.bad ? 'alert' : 'status'}>
      {toast.title && <b>{toast.title}</b>}
      {toast.message}
      <button type="button" aria-label="Dismiss" onClick={() => state.dismissToast()}>
        ✕
      </button>
    </div>
  );
}

const place = document.getElementById('playground');
if (place) render(<Playground />, place);
