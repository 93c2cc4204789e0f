// The tabs below the grid: switch, add, rename with a double click, delete.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import type { Asking } from '../menus/asking.ts';
import { deleteTab, tabMenu } from '../menus/place-menus.ts';
import type { PlaygroundState } from '../playground-state.ts';

interface Props {
  state: PlaygroundState;
  tabs: TabView[];
  active: number;
  asking: Asking;
}

export function Tabs({ state, tabs, active, asking }: Props) {
  const [renamed, setRenamed] = useState<number | null>(null);
  return (
    <div class="tabs">
      <button
        type="button"
        class="add-tab"
        aria-label="Add a tab"
        title="Add a tab"
        onClick={() => void state.edit({ do: 'addTab' })}
      >
        +
      </button>
      <div class="tab-list" role="tablist" aria-label="Tabs of the spreadsheet">
        {tabs.map((tab) =>
          renamed === tab.id ? (
            <Rename key={tab.id} state={state} tab={tab} done={() => setRenamed(null)} />
          ) : (
            <Tab
              key={tab.id}
              state={state}
              tab={tab}
              isActive={tab.id === active}
              rename={() => setRenamed(tab.id)}
              menu={(left, top) => {
                const rename = () => setRenamed(tab.id);
                const entries = tabMenu(state, { tab, tabs, asking, rename });
                state.openMenu({ left, top, caption: `Tab ${tab.name}`, entries });
              }}
            />
          ),
        )}
      </div>
      {tabs.length > 1 && (
        <button
          type="button"
          class="delete-tab"
          onClick={() => {
            const tab = tabs.find(({ id }) => id === active);
            if (tab) void deleteTab(state, tab, asking);
          }}
        >
          Delete tab
        </button>
      )}
    </div>
  );
}

interface TabProps {
  state: PlaygroundState;
  tab: TabView;
  isActive: boolean;
  rename: () => void;
  /** Opens the tab's menu there. */
  menu: (left: number, top: number) => void;
}

function Tab({ state, tab, isActive, rename, menu }: TabProps) {
  const button = useRef<HTMLButtonElement>(null);
  // Of many tabs the one that is shown is in the bar.
  useLayoutEffect(() => {
    if (isActive) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive]);
  return (
    <button
      ref={button}
      type="button"
      class="tab"
      role="tab"
      aria-selected={isActive}
      title="Double-click to rename"
      onClick={() => {
        state.commit();
        if (!isActive) void state.edit({ do: 'activateTab', tab: tab.id });
      }}
      onDblClick={rename}
      onContextMenu={(event) => {
        event.preventDefault();
        const { left, top } = event.currentTarget.getBoundingClientRect();
        menu(event.clientX || left, event.clientY || top);
      }}
    >
      {tab.name}
    </button>
  );
}

interface RenameProps {
  state: PlaygroundState;
  tab: TabView;
  done: () => void;
}

function Rename({ state, tab, done }: RenameProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  const keep = (name: string) => {
    if (name && name !== tab.name) void state.edit({ do: 'renameTab', tab: tab.id, name });
    done();
  };
  return (
    <input
      class="tab-name"
      ref={field}
      aria-label="Name of the tab"
      value={tab.name}
      size={Math.max(6, tab.name.length)}
      onBlur={(event) => keep(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') done();
      }}
    />
  );
}
