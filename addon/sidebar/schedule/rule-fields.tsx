// At which times a range refreshes by itself, as a person chooses them.
import { hourWords, WEEKDAYS } from '../../../domain/schedule-words.ts';
import { MINUTE_STEPS, type MinuteStep, type ScheduleRule } from '../../../domain/schedule-rule.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';

const byGoogle: Record<string, string> = {
  never: 'Never, only by hand',
  hour: 'Every hour',
  day: 'Every day',
  weekday: 'Monday to Friday',
  week: 'Once a week',
};
const steps = MINUTE_STEPS.map((step) => [`minutes ${step}`, `Every ${step} minutes`]);
const { never, ...others } = byGoogle;
const byServer: Record<string, string> = {
  never: never ?? '',
  ...Object.fromEntries(steps),
  ...others,
};

const hoursFrom = namesOf(24, (hour) => hourWords(hour));
const hours = namesOf(24, (hour) => String(hour));
const minutes = namesOf(60, (minute) => String(minute).padStart(2, '0'));

interface Props {
  rule: ScheduleRule | null;
  /** Only the server keeps to the minute. */
  isExact: boolean;
  onChange: (rule: ScheduleRule | null) => void;
}

export function RuleFields({ rule, isExact, onChange }: Props) {
  const hour = rule && 'hour' in rule ? rule.hour : 7;
  const minute = rule && 'minute' in rule ? (rule.minute ?? 0) : 0;
  const weekday = rule && 'weekday' in rule ? rule.weekday : 1;
  const at = { hour, weekday, ...(isExact ? { minute } : {}) };
  const every = rule?.every === 'minutes' ? `minutes ${rule.minutes}` : (rule?.every ?? 'never');
  const choose = (change: Partial<typeof at>) => onChange(ruleOf(every, { ...at, ...change }));
  const isOfDays = rule !== null && rule.every !== 'hour' && rule.every !== 'minutes';
  return (
    <>
      <SelectField
        label="Refresh by itself"
        value={every}
        options={isExact ? byServer : byGoogle}
        onChange={(chosen) => onChange(ruleOf(chosen, at))}
      />
      {rule?.every === 'week' && (
        <SelectField
          label="On"
          value={String(weekday)}
          options={Object.fromEntries(WEEKDAYS.entries())}
          onChange={(day) => choose({ weekday: Number(day) })}
        />
      )}
      {isOfDays && (
        <SelectField
          label={isExact ? 'At hour' : 'In the hour from'}
          value={String(hour)}
          options={isExact ? hours : hoursFrom}
          onChange={(from) => choose({ hour: Number(from) })}
        />
      )}
      {isExact && rule !== null && rule.every !== 'minutes' && (
        <SelectField
          label="At minute"
          value={String(minute)}
          options={minutes}
          onChange={(of) => choose({ minute: Number(of) })}
        />
      )}
    </>
  );
}

/** The rule as Google's clock can keep it. */
export function ruleForGoogle(rule: ScheduleRule | null): ScheduleRule | null {
  if (rule === null || rule.every === 'minutes') return rule && { every: 'hour' };
  const { minute: _minute, ...rest } = rule;
  return rest;
}

interface At {
  hour: number;
  minute?: number;
  weekday: number;
}

function ruleOf(every: string, { weekday, hour, ...exact }: At): ScheduleRule | null {
  const [word, step] = every.split(' ');
  if (word === 'minutes') return { every: word, minutes: Number(step) as MinuteStep };
  if (word === 'hour') return { every: word, ...exact };
  if (word === 'day' || word === 'weekday') return { every: word, hour, ...exact };
  if (word === 'week') return { every: word, hour, weekday, ...exact };
  return null;
}

// Their keys are numbers, which keep their order.
function namesOf(count: number, nameOf: (index: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [index, nameOf(index)]));
}
