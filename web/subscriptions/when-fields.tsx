// The fields that say when something runs by itself.
import type { AlertEvery } from '../../domain/contract/alert.ts';
import { WEEKDAYS } from '../../domain/schedule-words.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';

export interface WhenDraft {
  rhythm: 'hour' | 'day' | 'weekday' | 'week' | 'span';
  hour: string;
  weekday: string;
}

export const firstWhen: WhenDraft = { rhythm: 'weekday', hour: '9', weekday: '1' };

/** In the zone of whoever fills it in. */
export function everyOf({ rhythm, hour, weekday }: WhenDraft): AlertEvery {
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
  }
}

const rhythms = {
  weekday: 'on weekdays',
  day: 'every day',
  week: 'every week',
  hour: 'every hour',
  span: 'every 15 minutes',
};
const hours = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), `${hour}:00`]),
);
const weekdays = Object.fromEntries(WEEKDAYS.map((day, index) => [String(index), day]));

interface Props {
  draft: WhenDraft;
  onChange: (draft: WhenDraft) => void;
}

export function WhenFields({ draft, onChange }: Props) {
  const { rhythm, hour, weekday } = draft;
  return (
    <div class="two-fields">
      <SelectField
        label="How often"
        value={rhythm}
        options={rhythms}
        onChange={(next) => onChange({ ...draft, rhythm: next as WhenDraft['rhythm'] })}
      />
      {rhythm === 'week' && (
        <SelectField
          label="Day"
          value={weekday}
          options={weekdays}
          onChange={(next) => onChange({ ...draft, weekday: next })}
        />
      )}
      {rhythm !== 'hour' && rhythm !== 'span' && (
        <SelectField
          label="At"
          value={hour}
          options={hours}
          onChange={(next) => onChange({ ...draft, hour: next })}
        />
      )}
    </div>
  );
}

/** What becomes of a time at which no server was there. */
export const lateWords = { run: 'is made up for, once', skip: 'is left out' };
