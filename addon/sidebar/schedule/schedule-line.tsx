// A schedule in one line at its range, and those that fail again and again, told to everybody.
import { FAILURES_TOLD, scheduleWords } from '../../../domain/schedule-words.ts';
import { exactTime } from '../../../ui/age.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { ScheduleView } from '../../ranges/shown-schedule.ts';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { useSession } from '../session.ts';

/** When it runs, as whom, and when next. */
export function ScheduleLine({ schedule }: { schedule: ScheduleView }) {
  const { rule, owner, mine, nextRunsAt, timeZone, triesAgain, failuresInARow, byServer } =
    schedule;
  if (schedule.paused) return <PausedLine {...schedule} paused={schedule.paused} />;
  const [next] = nextRunsAt;
  const soon = next && `Next on ${shortTime(next, timeZone)}.`;
  return (
    <>
      <p class="freshness quiet" title={next && exactTime(next, timeZone)}>
        <Icon name="clock" /> Refreshes {scheduleWords(rule)}
        {byServer && ', by the server'}, as {mine ? 'you' : owner}.{' '}
        {triesAgain ? againWords(byServer) : soon}
      </p>
      {failuresInARow >= FAILURES_TOLD && (
        <p class="tone bad">
          <Icon name="bad" />
          The schedule failed {failuresInARow} times in a row. It goes on trying.
        </p>
      )}
    </>
  );
}

type PausedProps = Pick<ScheduleView, 'rule' | 'timeZone'> & {
  paused: NonNullable<ScheduleView['paused']>;
};

function PausedLine({ rule, timeZone, paused: { by, at } }: PausedProps) {
  return (
    <p class="freshness" title={exactTime(at, timeZone)}>
      <span class="tone warn">
        <Icon name="clock" /> Paused
      </span>{' '}
      by {by} on {shortTime(at, timeZone)}. Until somebody resumes it, it does not refresh{' '}
      {scheduleWords(rule)}.
    </p>
  );
}

const againWords = (byServer: boolean) =>
  byServer ? 'It tries again in a few minutes.' : 'It tries again within the hour.';

/** Over the catalog, for everybody who opens the sidebar. */
export function FailedSchedules() {
  const { ranges, go } = useSession();
  const failed = ranges.filter(failsAgainAndAgain);
  const [first] = failed;
  if (!first) return null;
  return (
    <div class="banner" role="status">
      <Icon name="bad" />
      <span class="grow">
        {failed.length === 1
          ? `The schedule of ${first.title} failed ${first.schedule?.failuresInARow ?? 0} times in a row.`
          : `${failed.length} schedules failed ${FAILURES_TOLD} times in a row or more.`}
      </span>
      <button
        type="button"
        class="plain-button"
        onClick={() => go({ name: 'ranges', range: first.id, notes: [] })}
      >
        Show
      </button>
    </div>
  );
}

function failsAgainAndAgain({ schedule }: LinkedRangeView): boolean {
  return schedule !== null && schedule.failuresInARow >= FAILURES_TOLD;
}

function shortTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: '2-digit', minute: '2-digit', timeZone },
  }).format(Date.parse(at));
}
