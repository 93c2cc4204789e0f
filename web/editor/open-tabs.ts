// The drafts that stand open beside each other in this window. A tab that is closed drops nothing: what was written stays kept.

export interface OpenTab {
  /** What its draft is kept under. */
  name: string;
  title: string;
  href: string;
}

const KEY = 'sheetfeed.tabs';
/** More would not be told apart. */
const MOST_OPEN = 12;

/** In the order in which they were opened. The window's own, so that they outlive a reload and a sign-in, and no other window's. */
export function openTabs(): OpenTab[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTab) : [];
  } catch {
    return [];
  }
}

function isTab(kept: unknown): kept is OpenTab {
  const { name, title, href } = (kept ?? {}) as Partial<OpenTab>;
  return [name, title, href].every((each) => typeof each === 'string');
}

/** Puts the tab in the place of the one that was named `before`, else behind the others; gives them all. */
export function showTab(tab: OpenTab, before: string): OpenTab[] {
  const others = openTabs();
  const at = others.findIndex(({ name }) => name === before || name === tab.name);
  const shown =
    at < 0 ? [...others, tab] : others.map((other, index) => (index === at ? tab : other));
  return keep(shown.filter((other) => other === tab || other.name !== tab.name).slice(-MOST_OPEN));
}

export function closeTab(closed: string): OpenTab[] {
  return keep(openTabs().filter(({ name }) => name !== closed));
}

function keep(tabs: OpenTab[]): OpenTab[] {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(tabs));
  } catch {
    // The browser keeps nothing: they are there until the page is left.
  }
  return tabs;
}
