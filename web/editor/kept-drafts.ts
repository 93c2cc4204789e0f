// The drafts that this browser keeps, each under a name of its own: the slug of a query that is changed, or `new …`. A second
// window that changes the same one keeps its own beside it, so that neither writes over what the other's person wrote.
import { routes } from '../../domain/routes.ts';
import { emptyDraft, type Draft } from './draft.ts';

interface Kept {
  savedAt: number;
  draft: Draft;
}

const PREFIX = 'sheetfeed.draft.';
const keyOf = (name: string) => PREFIX + name;

/** What stands under the name, letter by letter: as long as it is the same, no other window has written there. */
export function draftText(name: string): string | null {
  return localStorage.getItem(keyOf(name));
}

/**
 * Keeps a draft, and gives its text; null where another window has kept its own there since `seen` stood there. Throws what
 * the browser does when it has no room.
 */
export function keepDraft(name: string, draft: Draft, seen: string | null): string | null {
  const there = draftText(name);
  if (there !== null && there !== seen) return null;
  const kept: Kept = { savedAt: Date.now(), draft };
  const text = JSON.stringify(kept);
  localStorage.setItem(keyOf(name), text);
  return text;
}

/** With `seen`: unless another window has kept its own there since. */
export function dropDraft(name: string, seen?: string | null): void {
  if (seen !== undefined && draftText(name) !== seen) return;
  localStorage.removeItem(keyOf(name));
}

/** What was kept, with its age; null when there is none that can be read. */
export function keptDraft(name: string): Kept | null {
  const text = draftText(name);
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as Partial<Kept>;
    const isWhole =
      typeof kept.draft?.content?.sql === 'string' && typeof kept.savedAt === 'number';
    return isWhole ? withEveryField(kept as Kept) : null;
  } catch {
    return null;
  }
}

// An older page kept fewer.
function withEveryField({ savedAt, draft }: Kept): Kept {
  const empty = emptyDraft('');
  return {
    savedAt,
    draft: { ...empty, ...draft, content: { ...empty.content, ...draft.content } },
  };
}

/** A new id for the draft of a new query. */
export function newDraftId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** What the draft of a new query is kept under. Before each had an id, there was one for all. */
export function nameOfDraft(id: string): string {
  return id === '' ? 'new' : `new ${id}`;
}

/** What a draft of a saved query is kept under: `id` where another window has one of it too. */
export function nameOfChange(slug: string, id: string | null): string {
  return id === null ? slug : `${slug} ${id}`;
}

/** A name for a draft whose own is another window's by now. */
export function nameBeside(name: string): string {
  const [first = ''] = name.split(' ');
  return first === 'new' ? nameOfDraft(newDraftId()) : nameOfChange(first, newDraftId());
}

export interface ListedDraft {
  name: string;
  title: string;
  /** When it was last written, as ISO 8601. */
  at: string;
  /** Where one goes on with it. */
  href: string;
}

/** All of them, the latest first. */
export function listDrafts(): ListedDraft[] {
  return keptNames()
    .flatMap((name) => {
      const kept = keptDraft(name);
      return kept === null ? [] : [{ name, ...kept }];
    })
    .sort((one, other) => other.savedAt - one.savedAt)
    .map(({ name, savedAt, draft: { content } }) => ({
      name,
      title: titleOf(content),
      at: new Date(savedAt).toISOString(),
      href: addressOf(name),
    }));
}

// Some browsers are set to keep nothing for a page: then there is nothing to list, and the catalog is shown all the same.
function keptNames(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export const titleOf = ({ title, sql }: { title: string; sql: string }) =>
  title.trim() || firstLine(sql) || 'Unnamed';

const firstLine = (sql: string) => (sql.trim().split('\n')[0] ?? '').slice(0, 80);

/** Where one goes on with the draft that is kept under a name. */
export function addressOf(name: string): string {
  const [first = '', id = ''] = name.split(' ');
  const asked = id === '' && first !== 'new' ? '' : `?${new URLSearchParams({ draft: id })}`;
  return (first === 'new' ? routes.newQueryPage : routes.editPage(first)) + asked;
}
