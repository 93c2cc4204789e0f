// The audit: every run, change and sign-in, filtered by what the address holds, and as CSV.
import { useEffect, useState } from 'preact/hooks';
import type { AuditEntry } from '../../domain/contract/audit.ts';
import { isProblemCode, PROBLEMS, type Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { countWords, exactTime } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { AuditFilters } from './audit-filters.tsx';
import { own } from '../../domain/own.ts';

/** A run that takes longer stands out. */
const slowMs = 10_000;

export function AuditPage({ search }: { search: string }) {
  const filter = new URLSearchParams(search);
  const { entries, next, keptDays, problem, isLoading, more } = useAudit(filter.toString());
  const csv = `${routes.auditCsv}?${filter}`;
  return (
    <section class="stack" aria-labelledby="audit">
      <div class="row">
        <h1 id="audit" class="grow">
          Audit
        </h1>
        <a class="button" href={csv} download="audit.csv">
          <Icon name="download" />
          CSV
        </a>
      </div>
      <p class="quiet lead-small">
        Every run, change and sign-in, the latest first
        {keptDays !== null && `, kept for ${countWords(keptDays, 'day')}`}.
      </p>
      <AuditFilters
        filter={filter}
        onChange={(changed) => goTo(`${routes.adminPage('audit')}?${changed}`, { replace: true })}
      />
      {problem && <ProblemNote problem={problem} action={{ label: 'Try again', run: more }} />}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {isLoading && <i class="shape table-shape" />}
      {!isLoading && !problem && entries.length === 0 && <p class="quiet">{emptyWords(filter)}</p>}
      {next !== null && !isLoading && (
        <div>
          <button type="button" class="button" onClick={more}>
            Show older
          </button>
        </div>
      )}
    </section>
  );
}

function emptyWords(filter: URLSearchParams): string {
  return [...filter.values()].some((value) => value !== '')
    ? 'Nothing passes this filter. Choose less, or a longer time.'
    : 'Nothing has happened yet. Runs, changes and sign-ins will be listed here.';
}

interface Shown {
  entries: AuditEntry[];
  next: string | null;
  keptDays: number | null;
  problem: Problem | null;
  isLoading: boolean;
}

const nothing: Shown = { entries: [], next: null, keptDays: null, problem: null, isLoading: true };

function useAudit(filter: string) {
  const [shown, setShown] = useState(nothing);
  const load = async (before: Shown, isWanted: () => boolean) => {
    const asked = new URLSearchParams(filter);
    if (before.next !== null) asked.set('next', before.next);
    try {
      const { entries, next, keptDays } = await ask('GET audit', { query: asked });
      const all = [...before.entries, ...entries];
      if (isWanted()) setShown({ ...nothing, entries: all, next, keptDays, isLoading: false });
    } catch (error) {
      if (isWanted()) setShown({ ...before, problem: problemOf(error), isLoading: false });
    }
  };
  useEffect(() => {
    let isWanted = true;
    setShown(nothing);
    void load(nothing, () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [filter]);
  const more = () => {
    setShown({ ...shown, problem: null, isLoading: true });
    void load(shown, () => true);
  };
  return { ...shown, more };
}

function AuditTable({ entries }: { entries: AuditEntry[] }) {
  return (
    <table class="list-table audit-table">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">From where</th>
          <th scope="col">How it went</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { at, who, what, subject, version, source, kind } = entry;
  return (
    <tr>
      <td class="quiet when">{exactTime(at)}</td>
      <td title={who.email}>{who.name || who.email || 'somebody'}</td>
      <td>
        {what}{' '}
        {kind === 'run' && subject !== null ? (
          <a href={routes.queryPage(subject)}>{subject}</a>
        ) : (
          <b>{kind === 'sign_in' ? '' : subject}</b>
        )}
        {kind === 'run' && subject === null && ' SQL that is not saved'}
        <span class="quiet small">
          {version !== null && ` version ${version}`}
          {source !== null && ` on ${source}`}
        </span>
        <Details entry={entry} />
      </td>
      <td class="quiet">
        {placeWords(entry)}
        <SeenBy place={entry.place} />
      </td>
      <td>
        <Outcome entry={entry} />
      </td>
    </tr>
  );
}

function Details({ entry }: { entry: AuditEntry }) {
  const { values, sql, details, address, kind, subject } = entry;
  const given = isObject(values) ? Object.entries(values) : [];
  const tells = sql !== null || details !== null || address !== null || kind === 'sign_in';
  const isForgotten = kind === 'run' && values === null;
  if (given.length === 0 && !tells && !isForgotten) return null;
  return (
    <details class="small">
      <summary>Details</summary>
      {given.map(([name, value]) => (
        <p key={name}>
          {name}: <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        </p>
      ))}
      {isForgotten && <p>With which values is no longer kept.</p>}
      {sql !== null && <pre class="audit-sql">{sql}</pre>}
      {details !== null && <code>{JSON.stringify(details)}</code>}
      {kind === 'sign_in' && subject !== null && <p>{subject}</p>}
      {address !== null && <p>from {address}</p>}
    </details>
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const ways: Record<string, string> = {
  page: 'the pages',
  sheet: 'Google Sheets',
  schedule: 'a schedule',
  csv: 'CSV',
  json: 'JSON',
  xlsx: 'Excel workbook',
  link: 'share link',
  api: 'the API',
  alert: 'an alert',
  slack: 'Slack',
  token: 'a program',
  command: 'the command line',
};

function placeWords({ via, viaName, place }: AuditEntry): string {
  const way = own(ways, via) ?? via;
  const named = viaName === null ? way : `${way}, ${viaName}`;
  return place === null ? named : `${named}: ${place.spreadsheet.name}, ${place.tab}`;
}

function SeenBy({ place }: Pick<AuditEntry, 'place'>) {
  const { people = [], morePeople = 0 } = place ?? {};
  if (people.length === 0) return null;
  const all = [...people, ...(morePeople > 0 ? [`and ${morePeople} more`] : [])];
  return (
    <span title={all.join('\n')}>
      {' '}
      (seen by {countWords(people.length + morePeople, 'person', 'people')})
    </span>
  );
}

function Outcome({ entry }: { entry: AuditEntry }) {
  const { outcome, rows, bytes, durationMs, cached, times } = entry;
  if (outcome !== 'done') {
    const title = isProblemCode(outcome) ? PROBLEMS[outcome].title : outcome;
    return (
      <span class="tone bad">
        <Icon name="bad" />
        {title}
      </span>
    );
  }
  if (durationMs === null || rows === null) return null;
  const isSlow = durationMs >= slowMs && cached !== true;
  return (
    <span class={isSlow ? 'tone warn' : 'quiet'} title={`${bytes ?? 0} bytes`}>
      {isSlow && <Icon name="warn" />}
      {countWords(rows, 'row')},{' '}
      {cached
        ? 'kept'
        : durationMs < 1000
          ? `${Math.max(1, Math.round(durationMs))} ms`
          : `${(durationMs / 1000).toFixed(1)} s`}
      {(times ?? 1) > 1 && `, ${times} times`}
    </span>
  );
}
