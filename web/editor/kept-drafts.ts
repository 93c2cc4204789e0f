// The drafts that this browser keeps, each under a name of its own: the slug of a query that is changed, or `new …`.
import { routes } from '../../domain/routes.ts';
import { emptyDraft, type Draft } from './draft.ts';

interface Kept {
  savedAt: number;
  draft: Draft;
}

const PREFIX = 'sheetfeed.draft.';
const keyOf = (name: string) => PREFIX + name;

/** Keeps a draft under the name of its page. */
export function keepDraft(name: string, draft: Draft): void {
  const kept: Kept = { savedAt: Date.now(), draft };
  localStorage.setItem(keyOf(name), JSON.stringify(kept));
}

export function dropDraft(name: string): void {
  localStorage.removeItem(keyOf(name));
}

/** What was kept, with its age; null when there is none that can be read. */
export function keptDraft(name: string): Kept | null {
  const text = localStorage.getItem(keyOf(name));
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
  const { content } = emptyDraft('');
  return { savedAt, draft: { ...draft, content: { ...content, ...draft.content } } };
}

/** A new id for the draft of a new query. */
export function newDraftId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** What the draft of a new query is kept under. Before each had an id, there was one for all. */
export function nameOfDraft(id: string): string {
  return id === '' ? 'new' : `new ${id}`;
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
      title: content.title.trim() || firstLine(content.sql) || 'Without a title',
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

const firstLine = (sql: string) => (sql.trim().split('\n')[0] ?? '').slice(0, 80);

function addressOf(name: string): string {
  const id = name === 'new' ? '' : /^new (.*)$/.exec(name)?.[1];
  if (id === undefined) return routes.editPage(name);
  return `${routes.newQueryPage}?${new URLSearchParams({ draft: id })}`;
}
