// What came of a time of a schedule of the server, in words.
import type { TimedSlot } from './contract/subscription.ts';

/** Such as `3 rows added.`, `Nothing has changed.` or why it failed. */
export function slotWords({ outcome, detail }: Pick<TimedSlot, 'outcome' | 'detail'>): string {
  switch (outcome) {
    case 'unchanged':
      return 'Nothing has changed.';
    case 'missed':
      return 'Missed: no server was there.';
    case 'waits':
      return `Waits for an answer. ${detail ?? ''}`.trim();
    case 'failing':
      return `Failed. ${detail ?? ''}`.trim();
    case 'empty':
    case 'sent':
    case 'warmed':
    case 'written':
      return detail ?? 'Done.';
  }
}
