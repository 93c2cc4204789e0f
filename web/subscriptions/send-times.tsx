// The fields that say when a result goes to a sheet: once, or at times that the range itself can tell.
import type { BodyInputOf } from '../../domain/contract/routes.ts';
import { WEEKDAYS } from '../../domain/schedule-words.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';

type Rule = BodyInputOf<'POST sheetSend'>['rule'];

export interface SendTimesDraft {
  often: 'once' | 'minutes' | 'hour' | 'day' | 'weekday' | 'week';
  hour: string;
  weekday: string;
}

export const firstSendTimes: SendTimesDraft = { often: 'once', hour: '7', weekday: '1' };

/** Null: once, now. */
export function ruleOf({ often, hour, weekday }: SendTimesDraft): Rule {
  switch (often) {
    case 'once':
      return null;
    case 'minutes':
      return { every: 'minutes', minutes: 15 };
    case 'hour':
      return { every: 'hour' };
    case 'day':
    case 'weekday':
      return { every: often, hour: Number(hour) };
    case 'week':
      return { every: 'week', hour: Number(hour), weekday: Number(weekday) };
  }
}

const rhythms: Record<SendTimesDraft['often'], string> = {
  once: 'once',
  minutes: 'every 15 minutes',
  hour: 'every hour',
  weekday: 'on weekdays',
  day: 'every day',
  week: 'every week',
};
const hours = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), `${hour}:00`]),
);
const weekdays = Object.fromEntries(WEEKDAYS.map((day, index) => [String(index), day]));

interface Props {
  draft: SendTimesDraft;
  onChange: (draft: SendTimesDraft) => void;
}

export function SendTimes({ draft, onChange }: Props) {
  const { often, hour, weekday } = draft;
  const change = (part: Partial<SendTimesDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <div class="two-fields">
        <SelectField
          label="When"
          value={often}
          options={rhythms}
          onChange={(next) => change({ often: next as SendTimesDraft['often'] })}
        />
        {often === 'week' && (
          <SelectField
            label="Day"
            value={weekday}
            options={weekdays}
            onChange={(next) => change({ weekday: next })}
          />
        )}
        {(often === 'day' || often === 'weekday' || often === 'week') && (
          <SelectField
            label="At"
            value={hour}
            options={hours}
            onChange={(next) => change({ hour: next })}
          />
        )}
      </div>
      {often !== 'once' && (
        <p class="quiet small">
          By the spreadsheet’s clocks, with your rights each time. It is listed on your account
          page.
        </p>
      )}
    </>
  );
}
