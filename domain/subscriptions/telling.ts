// What a look at a query comes to for a subscription: whether there is something to tell, and the message that tells it.
import { sightOf, type SeenChanges, type WatchedResult } from '../alerts/condition.ts';
import { everyWords } from '../alerts/every-words.ts';
import { smallChart } from './small-chart.ts';
import { changesMessage, cutText, type Message } from '../alerts/message.ts';
import type { Chart } from '../contract/query.ts';
import type { SlotOutcome, SubscriptionContent } from '../contract/subscription.ts';

export interface Told {
  outcome: Extract<SlotOutcome, 'sent' | 'unchanged' | 'empty' | 'failing'>;
  /** Of a subscription to changes that has some. */
  changes: SeenChanges | null;
  /** Why it could not be told. */
  reason: string | null;
}

const MORE_THAN_COMPARED =
  'The result has more rows than can be compared with the look before. Ask for fewer rows.';

/** `before` is what was seen last, for who is told of changes; null: nothing yet, and then nothing is told. */
export function toldOf(
  { when }: Pick<SubscriptionContent, 'when'>,
  key: readonly string[],
  { result, before }: { result: WatchedResult; before: WatchedResult | null },
): Told {
  if (when === 'always') return told('sent');
  if (when === 'not_empty') return told(result.rows.length > 0 ? 'sent' : 'empty');
  if (result.truncated) return { ...told('failing'), reason: MORE_THAN_COMPARED };
  const sight = sightOf({ when: 'changes', key }, result, before);
  if (sight.state === 'failing') return { ...told('failing'), reason: sight.reason };
  if (sight.state !== 'compared') return told('unchanged');
  const { changes } = sight;
  const isAny = changes.came + changes.went + changes.changed > 0;
  return { ...told(isAny ? 'sent' : 'unchanged'), changes: isAny ? changes : null };
}

const told = (outcome: Told['outcome']): Told => ({ outcome, changes: null, reason: null });

const MOST_ROWS = 20;

export interface AboutSubscription {
  id: string;
  content: SubscriptionContent;
  query: Message['query'];
  /** ISO. */
  at: string;
  frozen: string | null;
  /** Whether what stands in the rows may be told. */
  mayTellRows: boolean;
  /** As the query's author draws it; null: nothing is said. */
  chart: Chart | null;
}

/** The message of a result: its first rows, or what changed. */
export function resultMessage(
  { id, content, query, at, frozen, mayTellRows, chart: author }: AboutSubscription,
  { changes }: Pick<Told, 'changes'>,
  result: WatchedResult,
): Message {
  const about = {
    alert: { id, name: query.title, note: '' },
    subscription: {
      id,
      words: wordsOf(content),
      attach: mayTellRows && frozen !== null ? content.attach : null,
      truncated: result.truncated,
    },
    ...{ query, at },
  };
  if (changes !== null)
    return { ...changesMessage(changes, { ...about, mayTellRows, frozen }), what: 'result' };
  const rows = mayTellRows ? result.rows.slice(0, MOST_ROWS) : [];
  const chart = mayTellRows ? smallChart(result, author) : null;
  return {
    ...(chart === null ? {} : { chart }),
    ...about,
    what: 'result',
    subjects: [{ name: '', since: at, rows: rows.map((row) => toldRow(result.columns, row)) }],
    count: result.rows.length,
    ...{ isWhole: true, frozen, reason: null },
  };
}

/** The message that the result could not be had. */
export function notHadMessage(
  { id, content, query, at }: Omit<AboutSubscription, 'frozen' | 'mayTellRows' | 'chart'>,
  reason: string,
): Message {
  return {
    what: 'not_had',
    alert: { id, name: query.title, note: '' },
    subscription: { id, words: wordsOf(content), attach: null, truncated: false },
    ...{ query, at, subjects: [], count: 0, isWhole: false, frozen: null, reason },
  };
}

function wordsOf({ when, every }: SubscriptionContent): string {
  const condition = { always: '', changed: ', when it changes', not_empty: ', when it has rows' };
  return everyWords(every) + condition[when];
}

const toldRow = (columns: readonly string[], row: readonly (string | null)[]) =>
  columns.map((name, place) => [name, cutText(row[place] ?? null)] as const);
