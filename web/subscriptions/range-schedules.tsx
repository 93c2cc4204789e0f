// The linked ranges that the server refreshes: one's own on the page of the account, everybody's for admins.
import { useState } from 'preact/hooks';
import { everyWords } from '../../domain/alerts/every-words.ts';
import type { RangeSchedule } from '../../domain/contract/ranges/range-schedule.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { slotWords } from '../../domain/slot-words.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';

export function RangeSchedules({ whose }: { whose: 'mine' | 'all' }) {
  const [loaded, again] = useLoaded(whose, () => ask('GET rangeSchedules', { query: { whose } }));
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed')
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  const { schedules, account, mayPick } = loaded.value;
  return (
    <>
      {schedules.length === 0 && <Nothing mayWrite={account !== null || mayPick} />}
      {schedules.length > 0 && (
        <ul class="plain-list">
          {schedules.map((each) => (
            <Item key={each.id} schedule={each} onChanged={again} />
          ))}
        </ul>
      )}
    </>
  );
}

function Nothing({ mayWrite }: { mayWrite: boolean }) {
  if (!mayWrite)
    return (
      <p class="quiet">
        This server writes into no spreadsheet by itself: an admin can give it an account at Google
        (GOOGLE_SERVICE_ACCOUNT). Until then Google’s clock refreshes, about hourly.
      </p>
    );
  return (
    <p class="quiet">
      The server refreshes no linked range. Choose it in the sidebar of a spreadsheet, under
      Schedule of a range, or send a query’s result to a sheet at times.
    </p>
  );
}

interface Props {
  schedule: RangeSchedule;
  onChanged: () => void;
}

function Item({ schedule, onChanged }: Props) {
  const { id, query, queryTitle, spreadsheet, tab, failures, paused } = schedule;
  const [failed, setFailed] = useState<Problem | null>(null);
  const [isAsked, setAsked] = useState(false);
  const name = queryTitle ?? query;
  const params = { id };
  const tell = (error: unknown) => setFailed(problemOf(error));
  const run = () =>
    ask('POST rangeScheduleRun', { params }).then(() => {
      setAsked(true);
      // By then most have been written.
      setTimeout(onChanged, 3_000);
    }, tell);
  const pause = () =>
    ask('PUT rangeSchedulePaused', { params, body: { paused: paused === null } }).then(
      onChanged,
      tell,
    );
  const end = () => ask('DELETE rangeSchedule', { params }).then(onChanged, tell);
  return (
    <li class="row">
      <div class="grow">
        {queryTitle === null ? <b>{name}</b> : <a href={routes.queryPage(query)}>{name}</a>} in{' '}
        <a href={`https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}`}>
          {spreadsheet.name || 'a spreadsheet'}
        </a>
        {tab && `, ${tab}`}
        <p class="quiet small">
          <Times schedule={schedule} />
        </p>
        {failures > 0 && schedule.problem !== null && (
          <p class="small tone bad">
            {failures === 1 ? 'The last time' : `${failures} times in a row`}: {schedule.problem}
          </p>
        )}
        {failed && <ProblemNote problem={failed} takeFocus />}
      </div>
      {paused === null && (
        <button type="button" class="button compact" disabled={isAsked} onClick={() => void run()}>
          {isAsked ? 'Refreshing…' : 'Run now'}
          <span class="unseen"> {name}</span>
        </button>
      )}
      <button type="button" class="button compact" onClick={() => void pause()}>
        {paused === null ? 'Pause' : 'Resume'}
        <span class="unseen"> {name}</span>
      </button>
      <button type="button" class="button compact" onClick={() => void end()}>
        End<span class="unseen"> {name}</span>
      </button>
    </li>
  );
}

function Times({ schedule }: Pick<Props, 'schedule'>) {
  const { every, owner, mine, dueAt, slots, paused } = schedule;
  const [last] = slots;
  return (
    <>
      {everyWords(every)}
      {!mine && `, as ${owner.name || owner.email}`}; <Next dueAt={dueAt} paused={paused} />
      {last && last.outcome !== 'failing' && last.outcome !== 'waits' && (
        <>
          ; last <TimeAgo at={last.slot} />: {slotWords(last)}
        </>
      )}
    </>
  );
}

function Next({ dueAt, paused }: Pick<RangeSchedule, 'dueAt' | 'paused'>) {
  if (paused === null)
    return (
      <>
        next <TimeAgo at={dueAt} />
      </>
    );
  return (
    <b>
      paused by {paused.by.name || paused.by.email} <TimeAgo at={paused.at} />
    </b>
  );
}
