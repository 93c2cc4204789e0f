// An alert in the words of a person.
import type { DestinationKind } from '../../domain/contract/destination.ts';
import { everyWords } from '../../domain/alerts/every-words.ts';
import type { Person } from '../../domain/contract/query.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Alert, AlertCondition, AlertOutcome } from '../../domain/contract/alert.ts';

/** The kinds of destinations. */
export const kindWords: Record<DestinationKind, string> = {
  slack: 'Slack',
  mail: 'Mail',
  google_chat: 'Google Chat',
  webhook: 'Webhook',
};

export const comparisonWords = {
  above: 'is above',
  at_least: 'is at least',
  below: 'is below',
  at_most: 'is at most',
  equal: 'is',
  not_equal: 'is not',
  changed_by_more_than: 'changed by more than',
} as const;

/** When it fires, how often that is looked at, and who hears of it: one sentence. */
export function alertSentence({ when, key, every, in_a_row, to }: Alert): string {
  const often = in_a_row === 1 ? '' : `, ${in_a_row} times in a row`;
  const whom = to.length === 0 ? 'Nobody is told' : `Tells ${to.join(', ')}`;
  return `Fires ${conditionWords(when, key)}${often}. Looks ${everyWords(every)}. ${whom}.`;
}

function conditionWords(when: AlertCondition, key: readonly string[]): string {
  const each = key.length === 0 ? '' : `, for each ${key.join(' and ')}`;
  if (when === 'rows') return `when there is any row${each}`;
  if (when === 'no_rows') return 'when there is no row';
  if (when === 'changes') return `whenever something changes${each}`;
  return `when ${when.column} ${comparisonWords[when.is]} ${when.than}${each}`;
}

/** How an alert stands, at a glance. */
export const stateTones: Record<Alert['state'], readonly [tone: string, icon: IconName]> = {
  waiting: ['', 'clock'],
  ok: ['good', 'good'],
  pending: ['warn', 'clock'],
  firing: ['bad', 'bad'],
  changed: ['good', 'good'],
  no_data: ['warn', 'warn'],
  failing: ['warn', 'warn'],
};

/** How an alert stands, in a few words. */
export function stateWords({ state, firing, key }: Alert): string {
  if (state === 'waiting') return 'Not looked at yet';
  if (state !== 'firing') return outcomeWords[state];
  return key.length === 0 ? 'Fires' : `Fires for ${firing}`;
}

export const outcomeWords: Record<AlertOutcome, string> = {
  ok: 'All well',
  pending: 'About to fire',
  firing: 'Fired',
  changed: 'Changed',
  no_data: 'No data',
  failing: 'Could not be looked at',
};

/** A subject by the texts of its key columns. */
export function subjectWords(name: readonly (string | null)[]): string {
  if (name.length === 0) return 'The whole result';
  return name.map((text) => (text === '' ? '(empty)' : (text ?? 'null'))).join(', ');
}

/** Who it is, within a sentence. */
export const personWords = ({ name, email }: Person): string =>
  name.replace(/^(The catalog|You$)/, (words) => words.toLowerCase()) || email;
