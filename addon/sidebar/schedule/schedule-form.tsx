// When a linked range refreshes by itself: the rule, its owner, its next runs, its last failure.
import { useState } from 'preact/hooks';
import { exactTime } from '../../../ui/age.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import type { LinkedRangeView, ScheduleRule, ScheduleView } from '../../sidebar-functions.ts';
import { PartForm } from '../ranges/part-form.tsx';
import type { PartProps } from '../ranges/parts.ts';
import { hourWords, WEEKDAYS } from '../../../domain/schedule-words.ts';
import { withAgreement } from '../agreement.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

type Every = ScheduleRule['every'] | 'never';

const everies: Record<Every, string> = {
  never: 'Never, only by hand',
  hour: 'Every hour',
  day: 'Every day',
  weekday: 'Monday to Friday',
  week: 'Once a week',
};

const hours = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [hour, hourWords(hour)]));

export function ScheduleForm({ range, attempt, onDone }: PartProps) {
  const { putRange, start, ask } = useSession();
  const [rule, setRule] = useState<ScheduleRule | null>(range.schedule?.rule ?? null);
  const { schedule, id } = range;
  const put = async (work: (agreed?: string) => Promise<LinkedRangeView>) => {
    const changed = await withAgreement(ask, work);
    if (changed) putRange(changed);
  };
  const save = async () => {
    const work = () => put((agreed) => call('setSchedule', { id, rule, agreed }));
    if (await attempt(work)) onDone();
  };
  const takeOver = () => attempt(() => put((agreed) => call('takeOverSchedule', { id, agreed })));
  return (
    <PartForm name="Schedule" save={{ label: 'Save schedule', run: save }} onCancel={onDone}>
      {schedule && <ScheduleState schedule={schedule} onTakeOver={() => void takeOver()} />}
      <RuleFields rule={rule} onChange={setRule} />
      <p class="field-hint">
        Hours are in the spreadsheet’s time zone, {start.spreadsheet.timeZone}. Google picks the
        minute. It runs as you.
      </p>
    </PartForm>
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
  const hour = rule && 'hour' in rule ? rule.hour : 7;
  const weekday = rule && 'weekday' in rule ? rule.weekday : 1;
  return (
    <>
      <SelectField
        label="Refresh by itself"
        value={rule?.every ?? 'never'}
        options={everies}
        onChange={(every) => onChange(ruleOf(every, hour, weekday))}
      />
      {rule?.every === 'week' && (
        <SelectField
          label="On"
          value={String(weekday)}
          options={Object.fromEntries(WEEKDAYS.entries())}
          onChange={(day) => onChange(ruleOf('week', hour, Number(day)))}
        />
      )}
      {rule && rule.every !== 'hour' && (
        <SelectField
          label="In the hour from"
          value={String(hour)}
          options={hours}
          onChange={(from) => onChange(ruleOf(rule.every, Number(from), weekday))}
        />
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
