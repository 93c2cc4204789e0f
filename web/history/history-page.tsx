// What a query was before: its versions, what differs between any two, each at an address; trying one, and bringing it back.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Version } from '../../domain/contract/version.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';
import { DiffView } from './diff-view.tsx';
import { goTo } from '../frame/location.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

interface Props {
  slug: string;
  /** The query string: `version` is shown, `against` is what it is compared with; by default the newest, with the one before. */
  search: string;
}

export function HistoryPage({ slug, search }: Props) {
  const [loaded, again] = useLoaded(slug, async () => {
    const [query, { versions }] = await Promise.all([
      ask('GET query', { params: { slug } }),
      ask('GET versions', { params: { slug } }),
    ]);
    return { query, versions };
  });
  useTitle(`History of ${slug}`);
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return (
      <div class="narrow stack">
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      </div>
    );
  }
  return <History {...loaded.value} search={search} />;
}

interface HistoryProps {
  query: SavedQuery;
  versions: Version[];
  search: string;
}

function History({ query, versions, search }: HistoryProps) {
  const numbers = versions.map(({ version }) => version);
  const asked = new URLSearchParams(search);
  const chosen = numberIn(asked.get('version'), numbers) ?? numbers[0] ?? 1;
  const against = numberIn(asked.get('against'), numbers) ?? chosen - 1;
  const choose = (version: number, other?: number) => {
    const shown = { version: String(version), ...(other && { against: String(other) }) };
    goTo(`${routes.historyPage(query.slug)}?${new URLSearchParams(shown)}`, { replace: true });
  };
  return (
    <div class="history">
      <div class="query-head">
        <WayBack to={routes.queryPage(query.slug)}>{query.title}</WayBack>
        <h1>History</h1>
      </div>
      <ul class="versions" aria-label="Versions">
        {versions.map((version) => (
          <li key={version.version}>
            <button
              type="button"
              class="version"
              aria-pressed={version.version === chosen}
              onClick={() => choose(version.version)}
            >
              <b>Version {version.version}</b>
              <span class="quiet">
                <TimeAgo at={version.savedAt} />
                {version.savedBy
                  ? ` by ${version.savedBy.name || version.savedBy.email}`
                  : ', the file changed'}
              </span>
              {version.note && <span class="version-note">{version.note}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div class="stack">
        <Against
          {...{ against, numbers }}
          version={chosen}
          onAgainst={(other) => choose(chosen, other)}
        />
        <VersionDiff
          key={`${chosen} ${against}`}
          version={chosen}
          {...{ query, numbers, against }}
        />
      </div>
    </div>
  );
}

function numberIn(text: string | null, numbers: readonly number[]): number | undefined {
  return numbers.find((number) => String(number) === text);
}

interface DiffProps {
  query: SavedQuery;
  version: number;
  /** What it is compared with; 0: nothing. */
  against: number;
  /** Of all versions, the newest first. */
  numbers: number[];
}

function VersionDiff({ query, version, against, numbers }: DiffProps) {
  const { slug } = query;
  const versionOf = (each: number) => ask('GET version', { params: { slug, version: each } });
  const [texts, again] = useLoaded(`${slug} ${version} ${against}`, async () => {
    const other = numbers.includes(against) ? versionOf(against) : null;
    const [now, before] = await Promise.all([versionOf(version), other]);
    return { now, before: before?.text ?? null };
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
          {before === null ? 'The first version.' : `What changed from version ${against}.`}
        </p>
        <CopyButton label="Copy SQL" icon="copy" text={() => now.content.sql} />
        <a class="button compact" href={`${routes.newQueryPage}?fork=${slug}&version=${version}`}>
          Try it in a copy
        </a>
        {version !== numbers[0] && query.may.edit && <Restore slug={slug} version={version} />}
      </div>
      {now.note !== null && (
        <p>
          Why: <q class="why">{now.note}</q>
        </p>
      )}
      {before === null ? (
        <pre class="sql">{now.text}</pre>
      ) : (
        <DiffView before={before} after={now.text} />
      )}
    </section>
  );
}

type AgainstProps = Omit<DiffProps, 'query'> & { onAgainst: (version: number) => void };

/** Chooses among all other versions. */
function Against({ version, against, numbers, onAgainst }: AgainstProps) {
  const others = numbers.filter((number) => number !== version);
  if (others.length === 0) return null;
  return (
    <label class="row">
      <span class="quiet small">Compared with</span>
      <select
        class="input against"
        value={against}
        onChange={(event) => onAgainst(Number(event.currentTarget.value))}
      >
        {!others.includes(against) && <option value={against}>nothing</option>}
        {others.map((number) => (
          <option value={number}>version {number}</option>
        ))}
      </select>
    </label>
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
