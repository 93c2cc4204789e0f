// What hangs on a member who is to be deactivated, as an admin is asked about it.
import type { ComponentChildren } from 'preact';
import type { Holdings } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';

export function Hanging({ holdings, name }: { holdings: Holdings; name: string }) {
  const { queries, links, alerts, hooks, warm, ranges, schedules, boards } = holdings;
  const { subscriptions, tables, sent } = holdings;
  const lists = [queries, links, alerts, hooks, warm, ranges, schedules, boards, tables];
  if (subscriptions === 0 && sent === 0 && lists.every(({ length }) => length === 0)) {
    return (
      <p class="quiet">
        No query, share link, alert, incoming webhook, schedule or sheet table hangs on {name}.
      </p>
    );
  }
  return (
    <div class="hanging stack">
      {queries.length > 0 && <Queries queries={queries} />}
      {alerts.length > 0 && <Alerts alerts={alerts} />}
      {boards.length > 0 && <p>Owns {countWords(boards.length, 'board')}.</p>}
      {hooks.length > 0 && <Hooks hooks={hooks} />}
      {warm.length > 0 && <Warm warm={warm} />}
      {ranges.length > 0 && <Ranges ranges={ranges} />}
      {tables.length > 0 && <Tables tables={tables} />}
      {sent > 0 && (
        <p>
          Has sent {countWords(sent, 'result')} to spreadsheets, which{' '}
          {sent === 1 ? 'stays there' : 'stay there'}: whoever takes over can send{' '}
          {sent === 1 ? 'it' : 'them'} there again.
        </p>
      )}
      {subscriptions > 0 && (
        <p>
          Gets {countWords(subscriptions, 'subscription')}, which{' '}
          {subscriptions === 1 ? 'ends' : 'end'}.
        </p>
      )}
      {links.length > 0 && <Links links={links} />}
      {schedules.length > 0 && <Schedules schedules={schedules} />}
    </div>
  );
}

function Alerts({ alerts }: Pick<Holdings, 'alerts'>) {
  const title = `Owns ${countWords(alerts.length, 'alert')}, which cannot be evaluated unless handed over`;
  return (
    <Fold title={title}>
      {alerts.map(({ id, name, query }) => (
        <li key={id}>
          <a href={routes.alertsPage(query)}>{name}</a> <span class="quiet">on {query}</span>
        </li>
      ))}
    </Fold>
  );
}

function Hooks({ hooks }: Pick<Holdings, 'hooks'>) {
  const title = `Made ${countWords(hooks.length, 'incoming webhook')}, which ${hooks.length === 1 ? 'stops' : 'stop'} unless handed over`;
  return (
    <Fold title={title}>
      {hooks.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </Fold>
  );
}

function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details open>
      <summary>{title}</summary>
      <ul class="named">{children}</ul>
    </details>
  );
}

function Queries({ queries }: Pick<Holdings, 'queries'>) {
  return (
    <Fold title={`Owns ${countWords(queries.length, 'query', 'queries')}`}>
      {queries.map(({ slug, title, file }) => (
        <li key={slug}>
          <a href={routes.queryPage(slug)}>{title}</a>
          {file && <span class="quiet"> by its file, {file}: change the owner there</span>}
        </li>
      ))}
    </Fold>
  );
}

function Warm({ warm }: Pick<Holdings, 'warm'>) {
  return (
    <Fold
      title={`Has ${countWords(warm.length, 'query', 'queries')} run at times, which ${warm.length === 1 ? 'fails' : 'fail'} unless handed over`}
    >
      {warm.map(({ query }) => (
        <li key={query}>
          <a href={routes.queryPage(query)}>{query}</a>
        </li>
      ))}
    </Fold>
  );
}

function Ranges({ ranges }: Pick<Holdings, 'ranges'>) {
  return (
    <Fold
      title={`Has the server refresh ${countWords(ranges.length, 'linked range')}, which ${ranges.length === 1 ? 'fails' : 'fail'} unless handed over`}
    >
      {ranges.map(({ id, asThem, ...place }) => (
        <li key={id}>
          <InSheet {...place} more={place.query} />
          {asThem && (
            <span class="quiet">
              {' '}
              by their own right: whoever takes over has to be an editor of the spreadsheet, and
              sets the schedule again
            </span>
          )}
        </li>
      ))}
    </Fold>
  );
}

function Tables({ tables }: Pick<Holdings, 'tables'>) {
  const title = `Looks after ${countWords(tables.length, 'sheet table')}, which admins alone can change unless handed over`;
  return (
    <Fold title={title}>
      {tables.map(({ name, title: words, published }) => (
        <li key={name}>
          <a href={routes.tablePage(name)}>{words}</a>
          {published && (
            <span class="quiet">
              {' '}
              its rows stay as they are until whoever takes over publishes it from the spreadsheet
            </span>
          )}
        </li>
      ))}
    </Fold>
  );
}

interface InSheetProps {
  spreadsheet: { id: string; name: string };
  tab: string;
  more: string;
}

function InSheet({ spreadsheet, tab, more }: InSheetProps) {
  return (
    <>
      <a href={`https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}`}>
        {spreadsheet.name}
      </a>
      , {tab} <span class="quiet">({more})</span>
    </>
  );
}

function Links({ links }: Pick<Holdings, 'links'>) {
  return (
    <Fold
      title={`Made ${countWords(links.length, 'share link')}, which ${links.length === 1 ? 'stops' : 'stop'} unless handed over`}
    >
      {links.map(({ id, name: link, query, board }) => (
        <li key={id}>
          {link} <span class="quiet">to {query ?? `the board ${board}`}</span>
        </li>
      ))}
    </Fold>
  );
}

function Schedules({ schedules }: Pick<Holdings, 'schedules'>) {
  return (
    <Fold
      title={`Refreshes ${countWords(schedules.length, 'linked range')} by schedule, which ${schedules.length === 1 ? 'stops' : 'stop'}: somebody else sets them up again in the spreadsheet`}
    >
      {schedules.map(({ spreadsheet, tab, query, schedule }) => (
        <li key={`${spreadsheet.id} ${tab} ${query}`}>
          <InSheet {...{ spreadsheet, tab }} more={`${query}, ${schedule}`} />
        </li>
      ))}
    </Fold>
  );
}
