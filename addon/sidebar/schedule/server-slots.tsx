// What came of the last times of a schedule of the server.
import { slotWords } from '../../../domain/slot-words.ts';
import { exactTime } from '../../../ui/age.ts';
import type { ServerScheduleView } from '../../ranges/shown-schedule.ts';

const SHOWN = 3;

interface Props {
  slots: NonNullable<ServerScheduleView['schedule']>['slots'];
  timeZone: string;
}

export function ServerSlots({ slots, timeZone }: Props) {
  if (slots.length === 0) return null;
  return (
    <ul class="plain-list small" aria-label="Last runs">
      {slots.slice(0, SHOWN).map((slot) => (
        <li key={slot.slot}>
          <span class="quiet">{exactTime(slot.slot, timeZone)}:</span> {slotWords(slot)}
        </li>
      ))}
    </ul>
  );
}
