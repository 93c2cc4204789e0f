// What a query was before: its versions, the difference of each to the one before it, and bringing one back.
import { useEffect, useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Version } from '../../domain/contract/version.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
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
  const restore = async () => {
    const saved = await ask('POST restore', { params: { slug }, body: { version } });
    goTo(routes.queryPage(saved.slug));
  };
  return (
    <>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        Restore version {version}
      </button>
      {asking && (
        <ActionDialog
          title={`Restore version ${version}?`}
          action={{ label: 'Restore it', run: restore }}
          isQuestion
          onClose={() => setAsking(false)}
        >
          <p>It becomes the newest version. What there is now stays in the history.</p>
        </ActionDialog>
      )}
    </>
  );
}
