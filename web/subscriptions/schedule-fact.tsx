// When a query runs by itself, so that its result is at hand; and the way to say so.
import { useState } from 'preact/hooks';
import { everyWords } from '../../domain/alerts/every-words.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { QuerySchedule } from '../../domain/contract/subscription.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask } from '../frame/ask.ts';
import { Fact } from '../query/fact.tsx';
import { everyOf, firstWhen, lateWords, WhenFields } from './when-fields.tsx';

export function ScheduleFact({ query: { slug, status } }: { query: SavedQuery }) {
  const [loaded, again] = useLoaded(slug, () => ask('GET schedule', { params: { slug } }));
  const [isOpen, setOpen] = useState(false);
  if (loaded.state !== 'done' || status === 'draft') return null;
  const { schedule, mayChange } = loaded.value;
  if (schedule === null && !mayChange) return null;
  const done = () => {
    setOpen(false);
    again();
  };
  return (
    <Fact name="Runs by itself">
      {schedule === null ? 'never' : <Standing schedule={schedule} />}
      {mayChange && (
        <>
          {' '}
          <button type="button" class="plain-button" onClick={() => setOpen(true)}>
            {schedule === null ? 'Set times' : 'Change'}
          </button>
        </>
      )}
      {isOpen && (
        <ScheduleDialog
          slug={slug}
          isThere={schedule !== null}
          onClose={() => setOpen(false)}
          onDone={done}
        />
      )}
    </Fact>
  );
}

function Standing({ schedule }: { schedule: NonNullable<QuerySchedule['schedule']> }) {
  const { every, doneAt, problem, slots } = schedule;
  const missed = slots.reduce((sum, slot) => sum + slot.missed, 0);
  return (
    <>
      {everyWords(every)}
      {doneAt !== null && (
        <>
          , last <TimeAgo at={doneAt} />
        </>
      )}
      {missed > 0 && `, ${missed} missed lately`}
      {problem !== null && <span class="bad-words">. The last time it failed: {problem}</span>}
    </>
  );
}

interface DialogProps {
  slug: string;
  isThere: boolean;
  onClose: () => void;
  onDone: () => void;
}

function ScheduleDialog({ slug, isThere, onClose, onDone }: DialogProps) {
  const [time, setTime] = useState(firstWhen);
  const [late, setLate] = useState('run');
  const params = { slug };
  const isEnd = late === 'end';
  const save = () => {
    const saved = isEnd
      ? ask('DELETE schedule', { params })
      : ask('PUT schedule', {
          params,
          body: { every: everyOf(time), late: late as keyof typeof lateWords },
        });
    return saved.then(onDone);
  };
  return (
    <ActionDialog
      title="Run at times"
      action={{ label: isEnd ? 'End it' : 'Save', run: save }}
      onClose={onClose}
    >
      <p class="quiet">
        The query runs by itself with your rights and its defaults, so that share links and whoever
        takes a result of some age have it at once.
      </p>
      {!isEnd && <WhenFields draft={time} onChange={setTime} />}
      <SelectField
        label="What comes late"
        value={late}
        options={isThere ? { ...lateWords, end: 'end the schedule' } : lateWords}
        onChange={setLate}
      />
    </ActionDialog>
  );
}
