// The fields that say when something runs by itself.
import type { AlertEvery } from '../../domain/contract/alert.ts';
import { WEEKDAYS } from '../../domain/schedule-words.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';

export interface WhenDraft {
  rhythm: 'hour' | 'day' | 'weekday' | 'week' | 'month' | 'quarter' | 'span' | 'cron';
  hour: string;
  weekday: string;
  /** Of the month; L: its last. */
  day: string;
  /** Of the quarter. */
  end: 'first' | 'last';
  cron: string;
}

export const firstWhen: WhenDraft = {
  ...{ rhythm: 'weekday', hour: '9', weekday: '1', day: '1', end: 'last', cron: '0 9 * * 1-5' },
};

/** In the zone of whoever fills it in. */
export function everyOf({ rhythm, hour, weekday, day, end, cron }: WhenDraft): AlertEvery {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const time = { hour: Number(hour), minute: 0, timeZone };
  switch (rhythm) {
    case 'span':
      return '15 minutes';
    case 'hour':
      return { every: 'hour', minute: 0, timeZone };
    case 'week':
      return { every: 'week', weekday: Number(weekday), ...time };
    case 'day':
    case 'weekday':
      return { every: rhythm, ...time };
    case 'month':
      return { cron: `0 ${hour} ${day} * *`, timeZone };
    case 'quarter':
      return { cron: `0 ${hour} ${end === 'first' ? '1 1,4,7,10' : 'L 3,6,9,12'} *`, timeZone };
    case 'cron':
      return { cron: cron.trim(), timeZone };
  }
}

const rhythms: Record<WhenDraft['rhythm'], string> = {
  weekday: 'on weekdays',
  day: 'every day',
  week: 'every week',
  month: 'every month',
  quarter: 'every quarter',
  hour: 'every hour',
  span: 'every 15 minutes',
  cron: 'by cron’s words',
};
const hours = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), `${hour}:00`]),
);
const weekdays = Object.fromEntries(WEEKDAYS.map((day, index) => [String(index), day]));
// Later days are not there in each month.
const days = {
  ...Object.fromEntries(
    Array.from({ length: 28 }, (_, index) => [String(index + 1), `on day ${index + 1}`]),
  ),
  L: 'on its last day',
};
const ends = { first: 'on its first day', last: 'on its last day' };

interface Props {
  draft: WhenDraft;
  onChange: (draft: WhenDraft) => void;
}

export function WhenFields({ draft, onChange }: Props) {
  const { rhythm, hour, cron } = draft;
  const change = (part: Partial<WhenDraft>) => onChange({ ...draft, ...part });
  const hasHour = rhythm !== 'hour' && rhythm !== 'span' && rhythm !== 'cron';
  return (
    <div class="two-fields">
      <SelectField
        label="How often"
        value={rhythm}
        options={rhythms}
        onChange={(next) => change({ rhythm: next as WhenDraft['rhythm'] })}
      />
      <DayField draft={draft} onChange={change} />
      {hasHour && (
        <SelectField
          label="At"
          value={hour}
          options={hours}
          onChange={(next) => change({ hour: next })}
        />
      )}
      {rhythm === 'cron' && (
        <TextField
          label="Minute, hour, day, month, weekday"
          text={cron}
          placeholder="0 9 * * 1-5"
          maxLength={100}
          onChange={(next) => change({ cron: next })}
        />
      )}
    </div>
  );
}

function DayField({
  draft: { rhythm, weekday, day, end },
  onChange,
}: {
  draft: WhenDraft;
  onChange: (part: Partial<WhenDraft>) => void;
}) {
  if (rhythm === 'week')
    return (
      <SelectField
        label="Day"
        value={weekday}
        options={weekdays}
        onChange={(next) => onChange({ weekday: next })}
      />
    );
  if (rhythm === 'month')
    return (
      <SelectField
        label="Day"
        value={day}
        options={days}
        onChange={(next) => onChange({ day: next })}
      />
    );
  if (rhythm !== 'quarter') return null;
  return (
    <SelectField
      label="Day"
      value={end}
      options={ends}
      onChange={(next) => onChange({ end: next as WhenDraft['end'] })}
    />
  );
}

/** What becomes of a time at which no server was there. */
export const lateWords = { run: 'is made up for, once', skip: 'is left out' };
