// What stands in the form of an alert, and how it becomes one.
import type { Alert, AlertContentInput, AlertEvery } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { entriesFrom, entriesFromSearch, valuesOf, type Entries } from '../../ui/entries.ts';
import { everyOf, firstWhen, type WhenDraft } from '../subscriptions/when-fields.tsx';
import type { comparisonWords } from './alert-words.ts';

type Comparison = keyof typeof comparisonWords;

export interface AlertDraft {
  name: string;
  when: 'rows' | 'no_rows' | 'changes' | 'value';
  column: string;
  is: Comparison;
  than: string;
  key: string[];
  entries: Entries;
  /** As it is written now: a span, or what was there before the form opened; null: at the times of `time`. */
  every: AlertEvery | null;
  time: WhenDraft;
  inARow: string;
  remind: string;
  to: string[];
  note: string;
}

/** The form as it opens: an alert that is there, else a new one with the values of the page. */
export function draftOf(query: SavedQuery, alert: Alert | null, search: string): AlertDraft {
  const { parameters } = query;
  const when = alert?.when ?? 'rows';
  const value = typeof when === 'object' ? when : null;
  return {
    name: alert?.name ?? '',
    when: typeof when === 'object' ? 'value' : when,
    column: value?.column ?? '',
    is: value?.is ?? 'above',
    than: value === null ? '' : String(value.than),
    key: alert?.key ?? query.key ?? [],
    entries:
      alert === null
        ? entriesFromSearch(parameters, new URLSearchParams(search))
        : entriesFrom(parameters, alert.values),
    every: alert?.every ?? '5 minutes',
    time: firstWhen,
    inARow: String(alert?.in_a_row ?? 1),
    remind: alert?.remind ?? '',
    to: alert?.to ?? [],
    note: alert?.note ?? '',
  };
}

/** The alert that the form says. */
export function contentOf({ parameters }: SavedQuery, draft: AlertDraft): AlertContentInput {
  const { name, when, column, is, than, key, entries, every, time, inARow, remind, to, note } =
    draft;
  return {
    ...{ name, every: every ?? everyOf(time), to, note },
    when: when === 'value' ? { column, is, than } : when,
    key: when === 'no_rows' ? [] : key,
    values: valuesOf(parameters, entries),
    in_a_row: Number(inARow),
    remind: remind === '' ? null : remind,
  };
}
