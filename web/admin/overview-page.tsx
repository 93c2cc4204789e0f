// What wants looking after, at one glance: what fails or is away comes first, and what is well says so in a line.
import type { ComponentChildren } from 'preact';
import type { MemberView } from '../../domain/contract/member.ts';
import type { Overview } from '../../domain/contract/operation/overview.ts';
import { PROBLEMS, type ProblemCode } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { bytesWords, countWords, elapsedWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { MaintenancePart } from './maintenance-part.tsx';

export function OverviewPage({ member }: { member: MemberView }) {
  const [loaded, again] = useLoaded('overview', () => ask('GET overview'));
  return (
    <section class="stack overview" aria-labelledby="overview">
      <h1 id="overview">Overview</h1>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <Parts overview={loaded.value} />}
      <MaintenancePart maintenance={member.maintenance} />
    </section>
  );
}

function Parts({ overview }: { overview: Overview }) {
  const { sources, queries, links, tables, held, holders } = overview;
  return (
    <>
      <p class="quiet lead-small">
        {countWords(queries.all, 'query', 'queries')} in the catalog. In the last thirty days{' '}
        {countWords(queries.people, 'person', 'people')} made {countWords(queries.runs, 'run')}.
      </p>
      <Open overview={overview} />
      <Part title="Data sources" isWell={sources.length === 0} well="There is none yet.">
        {sources.map((source) => (
          <SourceItem key={source.name} source={source} />
        ))}
      </Part>
      <Failing failing={queries.failing} />
      <Slow slow={queries.slow} />
      <Links links={links} />
      <Part title="Used most" isWell={queries.used.length === 0} well="Nothing has been run yet.">
        {queries.used.map(({ slug, title, runs, people }) => (
          <QueryItem key={slug} {...{ slug, title }}>
            {countWords(runs, 'run')} by {countWords(people, 'person', 'people')}
          </QueryItem>
        ))}
      </Part>
      <Unused queries={queries} />
      <Room {...{ tables, held, holders }} />
    </>
  );
}

/** What waits for somebody. */
function Open({ overview }: { overview: Overview }) {
  const { alerts, messages, openAsks, brokenFiles, auditWebhook } = overview;
  const waits: [number, string, string][] = [
    [alerts.firing, countWords(alerts.firing, 'alert fires', 'alerts fire'), routes.loudAlertsPage],
    [
      alerts.failing,
      countWords(alerts.failing, 'alert cannot be evaluated', 'alerts cannot be evaluated'),
      routes.loudAlertsPage,
    ],
    [
      messages.undelivered,
      countWords(messages.undelivered, 'message was not delivered', 'messages were not delivered'),
      routes.adminPage('destinations'),
    ],
    [
      auditWebhook?.problem ? auditWebhook.waiting : 0,
      `The audit’s webhook has still to get ${countWords(auditWebhook?.waiting ?? 0, 'entry', 'entries')}. ${auditWebhook?.problem}`,
      routes.adminPage('audit'),
    ],
    [
      openAsks,
      countWords(openAsks, 'person waits for an answer', 'people wait for an answer'),
      routes.asksPage,
    ],
    [
      brokenFiles,
      countWords(brokenFiles, 'file of the catalog is wrong', 'files of the catalog are wrong'),
      routes.catalog,
    ],
  ];
  const open = waits.filter(([count]) => count > 0);
  return (
    <Part title="Waiting for somebody" isWell={open.length === 0} well="Nothing.">
      {open.map(([, words, address]) => (
        <li key={words}>
          <a href={address}>{words}</a>
        </li>
      ))}
    </Part>
  );
}

interface PartProps {
  title: string;
  isWell: boolean;
  /** What is said where there is nothing to list. */
  well: string;
  children: ComponentChildren;
}

function Part({ title, isWell, well, children }: PartProps) {
  return (
    <section class="overview-part" aria-label={title}>
      <h2>{title}</h2>
      {isWell ? <p class="quiet">{well}</p> : <ul class="plain-list">{children}</ul>}
    </section>
  );
}

interface ItemProps {
  slug: string;
  title: string;
  children?: ComponentChildren;
}

function QueryItem({ slug, title, children }: ItemProps) {
  return (
    <li>
      <a href={routes.queryPage(slug)}>{title}</a>
      {children && <span class="quiet"> {children}</span>}
    </li>
  );
}

function SourceItem({ source }: { source: Overview['sources'][number] }) {
  const { name, problem, warnings, servers } = source;
  const isWell = problem === null && warnings.length === 0;
  return (
    <li class="overview-source">
      <Icon name={problem !== null ? 'bad' : isWell ? 'good' : 'warn'} />
      <div>
        <b>{name}</b>
        <span class="quiet"> {servers.map(serverWords).join(', ')}</span>
        {problem !== null && <p>{problem}</p>}
        {warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </div>
    </li>
  );
}

function serverWords({
  role,
  healthy,
  lagSeconds,
}: Overview['sources'][number]['servers'][number]) {
  const what = role === 'unknown' ? 'a server' : `a ${role}`;
  if (!healthy) return `${what} that does not answer`;
  return lagSeconds === null || lagSeconds < 1
    ? what
    : `${what}, ${elapsedWords(lagSeconds * 1000)} behind`;
}

function Failing({ failing }: Pick<Overview['queries'], 'failing'>) {
  return (
    <Part title="Failing" isWell={failing.length === 0} well="No query fails often.">
      {failing.map(({ slug, title, runs, failures, lastCode, lastAt }) => (
        <QueryItem key={slug} {...{ slug, title }}>
          {failures} of {countWords(runs, 'run')}, last <TimeAgo at={lastAt} />: {titleOf(lastCode)}
        </QueryItem>
      ))}
    </Part>
  );
}

const titleOf = (code: string) => (code in PROBLEMS ? PROBLEMS[code as ProblemCode].title : code);

function Slow({ slow }: Pick<Overview['queries'], 'slow'>) {
  return (
    <Part title="Slow" isWell={slow.length === 0} well="No query takes ten seconds and more.">
      {slow.map(({ slug, title, runs, medianMs }) => (
        <QueryItem key={slug} {...{ slug, title }}>
          usually {elapsedWords(medianMs)}, {countWords(runs, 'run')}
        </QueryItem>
      ))}
    </Part>
  );
}

function Links({ links }: Pick<Overview, 'links'>) {
  return (
    <Part title="Share links that end within a month" isWell={links.length === 0} well="None.">
      {links.map(({ query, board, name, madeBy, expiresAt }) => (
        <li key={`${query} ${board} ${name}`}>
          <a href={query === null ? routes.boardPage(board ?? '') : routes.queryPage(query)}>
            {name}
          </a>
          <span class="quiet">
            {' '}
            of {madeBy}, until {expiresAt.slice(0, 10)}
          </span>
        </li>
      ))}
    </Part>
  );
}

function Unused({ queries: { unused, unusedCount } }: Pick<Overview, 'queries'>) {
  const more = unusedCount - unused.length;
  return (
    <Part title="Not used" isWell={unusedCount === 0} well="Every query was run.">
      {unused.map(({ slug, title }) => (
        <QueryItem key={slug} {...{ slug, title }} />
      ))}
      {more > 0 && <li class="quiet">and {countWords(more, 'more', 'more')}</li>}
    </Part>
  );
}

function Room({ tables, held, holders }: Pick<Overview, 'tables' | 'held' | 'holders'>) {
  return (
    <Part title="Room" isWell={false} well="">
      {tables.map(({ name, bytes }) => (
        <li key={name}>
          {name.replaceAll('_', ' ')} <span class="quiet">{bytesWords(bytes)}</span>
        </li>
      ))}
      {held.map(({ where, bytes, limit }) => (
        <li key={where}>
          Held for people in {where === 'memory' ? 'memory' : 'temporary files'}{' '}
          <span class="quiet">
            {bytesWords(bytes)}
            {limit !== null && ` of ${bytesWords(limit)}`}
          </span>
        </li>
      ))}
      {holders.map(({ where, name, bytes, limit }) => (
        <li key={`${where} ${name}`}>
          {name} has most of what one may in {where === 'memory' ? 'memory' : 'temporary files'}{' '}
          <span class="quiet">
            {bytesWords(bytes)} of {bytesWords(limit)}
          </span>
        </li>
      ))}
    </Part>
  );
}
