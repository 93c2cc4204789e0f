// When a linked range refreshes by itself: the rule, its owner, its next runs, its last failure.
import { useId, useState } from 'preact/hooks';
import { exactTime } from '../../../ui/age.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { ScheduleRule, ScheduleView } from '../../sidebar-functions.ts';
import type { PartProps } from '../ranges/parts.ts';
import { hourWords, WEEKDAYS } from '../../../domain/schedule-words.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

type Every = ScheduleRule['every'] | 'never';

const everies: { every: Every; label: string }[] = [
  { every: 'never', label: 'Never, only by hand' },
  { every: 'hour', label: 'Every hour' },
  { every: 'day', label: 'Every day' },
  { every: 'weekday', label: 'Monday to Friday' },
  { every: 'week', label: 'Once a week' },
];

export function ScheduleForm({ range, attempt, onDone }: PartProps) {
  const { putRange, start } = useSession();
  const [rule, setRule] = useState<ScheduleRule | null>(range.schedule?.rule ?? null);
  const { schedule, id } = range;
  const save = async () => {
    const work = async () => putRange(await call('setSchedule', { id, rule }));
    if (await attempt(work)) onDone();
  };
  const takeOver = () => attempt(async () => putRange(await call('takeOverSchedule', { id })));
  return (
    <form
      class="stack"
      aria-label="Schedule"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {schedule && <ScheduleState schedule={schedule} onTakeOver={() => void takeOver()} />}
      <RuleFields rule={rule} onChange={setRule} />
      <p class="field-hint">
        Hours are in the spreadsheet’s time zone, {start.spreadsheet.timeZone}. Google picks the
        minute. It runs as you.
      </p>
      <div class="row">
        <button type="submit" class="button compact">
          Save schedule
        </button>
        <button type="button" class="plain-button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface StateProps {
  schedule: ScheduleView;
  onTakeOver: () => void;
}

function ScheduleState({ schedule, onTakeOver }: StateProps) {
  const { owner, mine, nextRunsAt, lastRunAt, timeZone, problem, triesAgain } = schedule;
  return (
    <div class="stack small-gap">
      <p>
        Runs as {mine ? 'you' : owner}.{' '}
        {lastRunAt && <>Last on {exactTime(lastRunAt, timeZone)}.</>}
      </p>
      {nextRunsAt.length > 0 && (
        <p>
          Next:
          <br />
          {nextRunsAt.slice(0, 3).map((at) => (
            <span class="block">{exactTime(at, timeZone)}</span>
          ))}
        </p>
      )}
      {schedule.failuresInARow > 0 && (
        <p class="tone bad">
          Failed{' '}
          {schedule.failuresInARow === 1 ? 'once' : `${schedule.failuresInARow} times in a row`};{' '}
          {triesAgain ? 'it tries again within the hour.' : 'it goes on trying.'}
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      {!mine && (
        <button type="button" class="button compact" onClick={onTakeOver}>
          Take over, so that it runs as me
        </button>
      )}
    </div>
  );
}

interface RuleProps {
  rule: ScheduleRule | null;
  onChange: (rule: ScheduleRule | null) => void;
}

function RuleFields({ rule, onChange }: RuleProps) {
  const id = useId();
  const hour = rule && 'hour' in rule ? rule.hour : 7;
  const weekday = rule && 'weekday' in rule ? rule.weekday : 1;
  return (
    <>
      <div class="field">
        <label class="field-label" for={id}>
          Refresh by itself
        </label>
        <select
          class="input"
          id={id}
          value={rule?.every ?? 'never'}
          onChange={(event) => onChange(ruleOf(event.currentTarget.value, hour, weekday))}
        >
          {everies.map(({ every, label }) => (
            <option value={every}>{label}</option>
          ))}
        </select>
      </div>
      {rule?.every === 'week' && (
        <div class="field">
          <label class="field-label" for={`${id}-day`}>
            On
          </label>
          <select
            class="input"
            id={`${id}-day`}
            value={weekday}
            onChange={(event) => onChange(ruleOf('week', hour, Number(event.currentTarget.value)))}
          >
            {WEEKDAYS.map((name, day) => (
              <option value={day}>{name}</option>
            ))}
          </select>
        </div>
      )}
      {rule && rule.every !== 'hour' && (
        <div class="field">
          <label class="field-label" for={`${id}-hour`}>
            In the hour from
          </label>
          <select
            class="input"
            id={`${id}-hour`}
            value={hour}
            onChange={(event) =>
              onChange(ruleOf(rule.every, Number(event.currentTarget.value), weekday))
            }
          >
            {Array.from({ length: 24 }, (_, at) => (
              <option value={at}>{hourWords(at)}</option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

function ruleOf(every: string, hour: number, weekday: number): ScheduleRule | null {
  if (every === 'hour') return { every };
  if (every === 'day' || every === 'weekday') return { every, hour };
  if (every === 'week') return { every, hour, weekday };
  return null;
}
