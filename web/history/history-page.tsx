// What a query was before: its versions, the difference of each to the one before it, and bringing one back.
import { useEffect, useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Version } from '../../domain/contract/version.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { DiffView } from './diff-view.tsx';
import { goTo } from '../frame/location.ts';

export function HistoryPage({ slug }: { slug: string }) {
  const [loaded, again] = useLoaded(slug, async () => {
    const [query, { versions }] = await Promise.all([
      ask('GET query', { params: { slug } }),
      ask('GET versions', { params: { slug } }),
    ]);
    return { query, versions };
  });
  useEffect(() => {
    document.title = `History of ${slug} · Sheetfeed`;
  }, [slug]);
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return (
      <div class="narrow stack">
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      </div>
    );
  }
  return <History {...loaded.value} />;
}

interface HistoryProps {
  query: SavedQuery;
  versions: Version[];
}

function History({ query, versions }: HistoryProps) {
  const [chosen, setChosen] = useState(versions[0]?.version ?? 1);
  return (
    <div class="history">
      <div class="query-head">
        <p>
          <a class="way-back" href={routes.queryPage(query.slug)}>
            ‹ {query.title}
          </a>
        </p>
        <h1>History</h1>
      </div>
      <ul class="versions" aria-label="Versions">
        {versions.map((version) => (
          <li key={version.version}>
            <button
              type="button"
              class="version"
              aria-pressed={version.version === chosen}
              onClick={() => setChosen(version.version)}
            >
              <b>Version {version.version}</b>
              <span class="quiet">
                <TimeAgo at={version.savedAt} />
                {version.savedBy
                  ? ` by ${version.savedBy.name || version.savedBy.email}`
                  : ', the file changed'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <VersionDiff key={chosen} query={query} version={chosen} newest={versions[0]?.version ?? 1} />
    </div>
  );
}

interface DiffProps {
  query: SavedQuery;
  version: number;
  newest: number;
}

function VersionDiff({ query, version, newest }: DiffProps) {
  const { slug } = query;
  const versionOf = (each: number) => ask('GET version', { params: { slug, version: each } });
  const [texts, again] = useLoaded(`${slug} ${version}`, async () => {
    const older = version > 1 ? versionOf(version - 1) : null;
    const [now, before] = await Promise.all([versionOf(version), older]);
    return { now: now.text, before: before?.text ?? null };
  });
  if (texts.state === 'loading') return <i class="shape table-shape" />;
  if (texts.state === 'failed') {
    return <ProblemNote problem={texts.problem} action={{ label: 'Try again', run: again }} />;
  }
  const { now, before } = texts.value;
  return (
    <section class="stack" aria-label={`Version ${version}`}>
      <div class="row wrap">
        <p class="grow quiet">
          {before === null ? 'The first version.' : `What changed from version ${version - 1}.`}
        </p>
        {version !== newest && query.may.edit && <Restore slug={slug} version={version} />}
      </div>
      {before === null ? <pre class="sql">{now}</pre> : <DiffView before={before} after={now} />}
    </section>
  );
}

function Restore({ slug, version }: { slug: string; version: number }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const restore = () =>
    ask('POST restore', { params: { slug }, body: { version } }).then(
      (saved) => goTo(routes.queryPage(saved.slug)),
      (error) => setProblem(problemOf(error)),
    );
  return (
    <>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        Restore version {version}
      </button>
      {asking && (
        <Dialog title={`Restore version ${version}?`} onClose={() => setAsking(false)}>
          <div class="stack">
            <p>It becomes the newest version. What there is now stays in the history.</p>
            {problem && <ProblemNote problem={problem} takeFocus />}
          </div>
          <div class="actions">
            <button type="button" class="button primary" onClick={() => void restore()}>
              Restore it
            </button>
            <button type="button" class="button" autofocus onClick={() => setAsking(false)}>
              Cancel
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
