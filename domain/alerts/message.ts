// What a message says, whatever it is sent by: the facts of it, and their words.
import type { MessageKind } from '../contract/alert.ts';
import type { SmallChart } from '../subscriptions/small-chart.ts';
import type { SeenChanges, ToldRow } from './condition.ts';
import type { Told, ToldSubject } from './episodes.ts';

/** As it waits in the outbox. */
export interface Message {
  what: MessageKind;
  alert: { id: string; name: string; note: string };
  query: { slug: string; title: string };
  /** ISO. */
  at: string;
  /** At most ten; none where results of the data source may not leave. */
  subjects: { name: string; since: string; rows: ToldRow[]; how?: 'came' | 'went' | 'changed' }[];
  /** How many it is about. */
  count: number;
  /** The whole result is the one subject, and `count` its rows. */
  isWhole: boolean;
  /** Of changes: how many rows came, went and changed. */
  changes?: Pick<SeenChanges, 'came' | 'went' | 'changed'>;
  /** The same for all that belongs to one time of firing; absent or null: it stands by itself. */
  thread?: string | null;
  /** How many subjects fire after it. */
  firing?: number;
  /** The frozen run of what is shown. */
  frozen: string | null;
  /** Why it could not be evaluated, or why nobody watches any more; of a comment what it says. */
  reason: string | null;
  /** Of a comment, or a destination: where it stands on the pages. */
  path?: string;
  /** The subscription that it is of, in whose place `alert` has its id and the query's title; absent: it is of an alert. */
  subscription?: {
    id: string;
    /** Such as `weekdays at 9:00`. */
    words: string;
    /** The whole table goes along as such a file. */
    attach: 'csv' | 'xlsx' | null;
    /** The result has more rows than are told or kept. */
    truncated: boolean;
  };
  /** Drawn where the kind of destination shows pictures; absent: the result is nothing to draw. */
  chart?: SmallChart;
}

/** Whether a message of this kind shows rows, which are then frozen. */
export function showsRows(what: MessageKind): boolean {
  return what === 'fires' || what === 'reminds' || what === 'changes' || what === 'result';
}

const MOST_NAMED = 10;
const LONGEST_TEXT = 200;

export interface About {
  alert: Message['alert'];
  query: Message['query'];
  at: string;
  frozen?: string | null;
  thread?: string | null;
  firing?: number;
  /** Whether what stands in the rows may be told. */
  mayTellRows: boolean;
  /** Why an alert ends. */
  reason?: string;
}

/** The message that tells of it. */
export function messageOf(
  told: Told,
  { mayTellRows, reason, frozen = null, ...about }: About,
): Message {
  const { what } = told;
  if (told.what === 'changes')
    return changesMessage(told.changes, { mayTellRows, frozen, ...about });
  const subjects = 'subjects' in told ? told.subjects : [];
  const shown = mayTellRows ? subjects.slice(0, MOST_NAMED) : [];
  return {
    ...about,
    what,
    subjects: shown.map(shownSubject),
    ...countOf(subjects),
    frozen: showsRows(what) ? frozen : null,
    reason: told.what === 'failing' ? told.reason : (reason ?? null),
  };
}

/** The message that tells of changes. */
export function changesMessage(
  { first, ...changes }: SeenChanges,
  { mayTellRows, frozen = null, reason: _reason, ...about }: About & Pick<Message, 'subscription'>,
): Message {
  const shown = mayTellRows ? first.slice(0, MOST_NAMED) : [];
  return {
    ...about,
    what: 'changes',
    subjects: shown.map(({ how, name, row }) => ({
      ...shownSubject({ id: '', name, since: about.at, count: 1, rows: [row] }),
      how,
    })),
    count: changes.came + changes.went + changes.changed,
    ...{ isWhole: false, changes, frozen, reason: null },
  };
}

// Where the whole result is the subject, its rows are what can be counted.
function countOf(subjects: ToldSubject[]): Pick<Message, 'count' | 'isWhole'> {
  const [only] = subjects;
  const isWhole = subjects.length === 1 && only?.name.length === 0;
  return { isWhole, count: isWhole ? only.count : subjects.length };
}

function shownSubject({ name, since, rows }: ToldSubject): Message['subjects'][number] {
  return {
    name: name.map((text) => (text === '' ? '(empty)' : cut(text ?? 'null'))).join(', '),
    since,
    rows: rows.map((row) => row.map(([column, text]) => [column, text && cut(text)] as const)),
  };
}

const cut = (text: string) =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;

/** A field as it is told: not longer than somebody reads. */
export const cutText = (text: string | null) => text && cut(text);

/** The message in one line. */
export function headlineOf({ what, alert: { name }, count, isWhole, changes }: Message): string {
  const many = !isWhole && count > 0;
  switch (what) {
    case 'fires':
      return many ? `${name} fires for ${count}` : `${name} fires`;
    case 'recovers':
      return many ? `${name} recovered for ${count}` : `${name} recovered`;
    case 'reminds':
      return many ? `${name} still fires for ${count}` : `${name} still fires`;
    case 'changes':
      return `${name}: ${count === 1 ? 'a row' : `${count} rows`} changed`;
    case 'no_data':
      return `${name} has no data`;
    case 'failing':
      return `${name} could not be evaluated`;
    case 'ends':
      return `${name} is not watched any more`;
    case 'test':
      return `A test message of Sheetfeed`;
    case 'mentions':
      return `${name} speaks to you`;
    case 'stuck':
      return `${name} takes no messages`;
    case 'result':
      if (changes) return `${name}: ${count === 1 ? 'a row' : `${count} rows`} changed`;
      return `${name}: ${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
    case 'not_had':
      return `${name} could not be sent`;
    case 'invitation':
      return `${name} invites you to Sheetfeed`;
  }
}

/** The sentences below the headline. */
export function sentencesOf(message: Message): string[] {
  const { what, count, isWhole, reason } = message;
  switch (what) {
    case 'fires':
    case 'reminds':
      return isWhole ? [rowsWords(count)] : [];
    case 'recovers':
      return ['An evaluation saw that the condition is not met any more.'];
    case 'changes':
      return [changesWords(message.changes)];
    case 'no_data':
      return [
        'The query gave no row, so nothing is known. What fired before still counts as firing.',
      ];
    case 'failing':
      return [reason ?? '', 'What fired before still counts as firing. It is tried again.'];
    case 'ends':
      return [reason ?? '', 'It was firing; nobody will tell whether it recovers.'];
    case 'test':
    case 'mentions':
    case 'invitation':
      return [reason ?? ''];
    case 'stuck':
      return [reason ?? '', 'What is for it waits for a day, and is sent when that is mended.'];
    case 'result':
      return [message.changes ? changesWords(message.changes) : '', subscriptionWords(message)];
    case 'not_had':
      return [reason ?? '', 'It is tried again at its next time.', subscriptionWords(message)];
  }
}

function subscriptionWords({ subscription }: Message): string {
  if (subscription === undefined) return '';
  const all = subscription.truncated
    ? 'The result has more rows than a message can tell; the query’s page has them all. '
    : '';
  return `${all}You get this ${subscription.words}.`;
}

function changesWords({
  came = 0,
  went = 0,
  changed = 0,
}: Message['changes'] = NO_CHANGES): string {
  const parts = [
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(came > 0 ? [`${came} came`] : []),
    ...(went > 0 ? [`${went} went`] : []),
  ];
  return `Since the look before: ${parts.join(', ')}.`;
}

const NO_CHANGES = { came: 0, went: 0, changed: 0 };

const rowsWords = (count: number) =>
  count === 0
    ? 'The result has no row.'
    : `${count} ${count === 1 ? 'row meets' : 'rows meet'} the condition.`;

/** What each subject is told as: its name and the rest of its row, one line each, and how many more there are. */
export function linesOf({ subjects, count, isWhole }: Message): { lines: string[]; more: number } {
  const [first] = subjects;
  if (isWhole && first !== undefined) {
    return { lines: first.rows.map(rowWords), more: Math.max(0, count - first.rows.length) };
  }
  const lines = subjects.map(({ name, how, rows: [row = []] }) => {
    const rest = rowWords(row);
    const words = name === '' ? rest : rest === '' ? name : `${name} (${rest})`;
    return how === undefined ? words : `${how}: ${words}`;
  });
  return { lines, more: Math.max(0, count - subjects.length) };
}

const MOST_COLUMNS = 6;

function rowWords(row: ToldRow): string {
  const words = row.slice(0, MOST_COLUMNS).map(([column, text]) => `${column}: ${text ?? 'null'}`);
  return words.join(', ') + (row.length > MOST_COLUMNS ? ', …' : '');
}
