// The editor's page: a new query, a fork of one, or one that is changed.
import { useEffect, useMemo } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { SourceList } from '../../domain/contract/schema.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { draftOf, emptyDraft, forkOf, type Draft } from './draft.ts';
import { nameOfChange, nameOfDraft, newDraftId } from './kept-drafts.ts';
import { EditorForm } from './editor-form.tsx';
import { useTitle } from '../frame/title.ts';

interface Props {
  /** The query to change; null for a new one. */
  slug: string | null;
  /** The query string: `fork` names the query to begin from (as it was in its `version`), `title` what somebody asked for, `draft` what was begun, `values` what to try it with. */
  search: string;
}

interface Opened {
  draft: Draft;
  sources: string[];
  parent: SavedQuery | null;
}

export function EditorPage({ slug, search }: Props) {
  const asked = new URLSearchParams(search);
  const fork = slug === null ? asked.get('fork') : null;
  const name = useDraftName(slug, search);
  const version = asked.get('version');
  const [opened, again] = useLoaded(`${slug} ${fork} ${version}`, () =>
    open({ slug, fork, version, title: asked.get('title') }),
  );
  useTitle(slug === null ? 'New query' : `Edit ${slug}`);
  if (opened.state === 'loading') {
    return <i class="shape editor-shape" role="status" aria-label="Loading the editor" />;
  }
  if (opened.state === 'failed') {
    if (slug !== null && opened.problem.code === 'forbidden') {
      return <NotYours slug={slug} says={opened.problem.message} />;
    }
    return (
      <div class="narrow stack">
        <ProblemNote problem={opened.problem} action={{ label: 'Try again', run: again }} />
        <p>
          <a href={routes.catalog}>Search the catalog</a>
        </p>
      </div>
    );
  }
  const values = new URLSearchParams(asked.get('values') ?? '');
  return <EditorForm key={name} values={values} name={name} {...opened.value} />;
}

/** Nothing went wrong: the text is somebody else's, and a copy of it need not be. */
function NotYours({ slug, says }: { slug: string; says: string }) {
  return (
    <div class="narrow stack">
      <h1>Not changed here</h1>
      <p>{says}</p>
      <p class="row wrap">
        <a class="button primary" href={`${routes.newQueryPage}?fork=${slug}`}>
          Make a copy
        </a>
        <a class="button" href={routes.queryPage(slug)}>
          Back to the query
        </a>
      </p>
    </div>
  );
}

/** What the draft is kept under: each has a name of its own, which stands in the address for a reload. */
function useDraftName(slug: string | null, search: string): string {
  const asked = new URLSearchParams(search);
  const given = asked.get('draft');
  const id = useMemo(() => given ?? newDraftId(), [search]);
  useEffect(() => {
    if (slug !== null || given !== null) return;
    asked.set('draft', id);
    history.replaceState(null, '', `${routes.newQueryPage}?${asked}`);
  }, [slug, id]);
  return slug === null ? nameOfDraft(id) : nameOfChange(slug, given);
}

interface Asked {
  slug: string | null;
  fork: string | null;
  version: string | null;
  title: string | null;
}

async function open({ slug, fork, version, title }: Asked): Promise<Opened> {
  const from = slug ?? fork;
  const [list, query] = await Promise.all([
    ask('GET sources'),
    from === null ? Promise.resolve(null) : ask('GET query', { params: { slug: from } }),
  ]);
  const sources = list.sources.map(({ name }) => name);
  if (query === null) {
    const draft = emptyDraft(firstUsable(list));
    return {
      draft: { ...draft, content: { ...draft.content, title: title ?? '' } },
      sources,
      parent: null,
    };
  }
  if (slug === null) {
    const begun = version === null ? query : await asItWas(query, version);
    return { draft: forkOf(begun), sources, parent: query };
  }
  if (!query.may.edit) throw notYours(query);
  return { draft: draftOf(query), sources, parent: null };
}

async function asItWas(query: SavedQuery, version: string): Promise<SavedQuery> {
  const { slug } = query;
  const past = await ask('GET version', { params: { slug, version } });
  return { ...query, ...past.content, version: past.version };
}

function firstUsable({ sources }: SourceList): string {
  const source = sources.find(({ usable }) => usable) ?? sources[0];
  if (source) return source.name;
  throw new Problem(
    'source_unavailable',
    'There is no data source to write a query for. Ask whoever runs Sheetfeed to set one.',
  );
}

function notYours({ file }: SavedQuery): Problem {
  const detail =
    file === null
      ? 'You may read this query but not change it. Make a copy of it instead.'
      : `This query stands in the file ${file}, and is changed there. Make a copy of it instead.`;
  return new Problem('forbidden', detail);
}
