// The drafts that stand open in this window, as tabs above the one that is written.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { goTo } from '../frame/location.ts';
import { addressOf, draftText, nameOfDraft, newDraftId, titleOf } from './kept-drafts.ts';
import { closeTab, openTabs, showTab, type OpenTab } from './open-tabs.ts';
import type { Editing } from './use-draft.ts';

export function TabStrip({ editing }: { editing: Editing }) {
  const { tabs, own, close } = useTabs(editing);
  // With a name of its own: the address of this page may be that of another new query.
  const another = useMemo(() => addressOf(nameOfDraft(newDraftId())), [own]);
  return (
    <nav class="tab-strip" aria-label="Open drafts">
      <ul>
        {tabs.map((tab) => (
          <Tab
            key={tab.name}
            tab={tab}
            isOwn={tab.name === own}
            isUnsaved={tab.name === own ? editing.changed : draftText(tab.name) !== null}
            onClose={() => close(tab)}
          />
        ))}
      </ul>
      <a class="icon-button" href={another} aria-label="New query in a tab" title="New">
        <span aria-hidden="true">+</span>
      </a>
    </nav>
  );
}

interface TabProps {
  tab: OpenTab;
  isOwn: boolean;
  isUnsaved: boolean;
  onClose: () => void;
}

function Tab({ tab: { title, href }, isOwn, isUnsaved, onClose }: TabProps) {
  return (
    <li class={isOwn ? 'tab own' : 'tab'}>
      <a href={href} aria-current={isOwn ? 'page' : undefined}>
        {isUnsaved && (
          <>
            <span aria-hidden="true">• </span>
            <span class="unseen">Not saved: </span>
          </>
        )}
        {title}
      </a>
      <button type="button" aria-label={`Close the tab ${title}`} onClick={onClose}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function useTabs({ draft, content, keeping }: Editing) {
  const [tabs, setTabs] = useState(openTabs);
  const before = useRef(keeping.name);
  // Until it is saved, its address also says what it is a copy of.
  const opened = useRef(location.pathname + location.search);
  const isMoved = draft.slug !== null || before.current !== keeping.name;
  if (isMoved) opened.current = addressOf(keeping.name);
  const tab = { name: keeping.name, title: titleOf(content), href: opened.current };
  useLayoutEffect(() => {
    setTabs(showTab(tab, before.current));
    before.current = keeping.name;
  }, [tab.name, tab.title, tab.href]);
  const close = ({ name }: OpenTab) => {
    const left = closeTab(name);
    setTabs(left);
    if (name !== keeping.name) return;
    const at = tabs.findIndex((other) => other.name === name);
    goTo((left[at] ?? left.at(-1))?.href ?? routes.catalog);
  };
  return { tabs, own: keeping.name, close };
}
