// How often an alert looks, how often in a row it must see it before it tells, and whether it tells again.
import { everyWords } from '../../domain/alerts/every-words.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { WhenFields } from '../subscriptions/when-fields.tsx';
import type { AlertDraft } from './alert-draft.ts';

const spans = ['1 minute', '5 minutes', '15 minutes', '1 hour', '6 hours', '1 day'];
const reminders = { '': 'never', '1 hour': 'after an hour', '24 hours': 'after a day' };
const counts = { 1: 'at once', 2: 'after 2 looks', 3: 'after 3 looks', 5: 'after 5 looks' };
const AT_TIMES = 'times';

interface Props {
  draft: AlertDraft;
  /** As it was when the form opened. */
  before: AlertDraft['every'];
  onChange: (part: Partial<AlertDraft>) => void;
}

export function Timing({ draft, before, onChange }: Props) {
  const { every, time, inARow, remind } = draft;
  const lasting = remind in reminders ? reminders : { ...reminders, [remind]: `after ${remind}` };
  const often = inARow in counts ? counts : { ...counts, [inARow]: `after ${inARow} looks` };
  const all = [...spans, ...(before === null || spans.includes(keyOf(before)) ? [] : [before])];
  const known = new Map(all.map((each) => [keyOf(each), each]));
  const words = [...known].map(([key, each]) => [key, everyWords(each)]);
  return (
    <>
      <div class="two-fields">
        <SelectField
          label="Looks"
          value={every === null ? AT_TIMES : keyOf(every)}
          options={{ ...Object.fromEntries(words), [AT_TIMES]: 'at times …' }}
          onChange={(next) => onChange({ every: known.get(next) ?? null })}
        />
        <SelectField
          label="Tells"
          value={inARow}
          options={often}
          onChange={(next) => onChange({ inARow: next })}
        />
        <SelectField
          label="Tells again"
          value={remind}
          options={lasting}
          onChange={(next) => onChange({ remind: next })}
        />
      </div>
      {every === null && <WhenFields draft={time} onChange={(next) => onChange({ time: next })} />}
    </>
  );
}

const keyOf = (every: Exclude<AlertDraft['every'], null>) =>
  typeof every === 'string' ? every : JSON.stringify(every);
