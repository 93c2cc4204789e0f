// What a selection says, in the words of a sentence.
import type {
  Comparison,
  Condition,
  Group,
  Selection,
} from '../../domain/contract/teaching/variation.ts';
import { asConditions, nothingInside } from './opened.ts';
import { isGrouped, totalName } from '../../domain/teaching/selection.ts';

/** How a column's value is compared, as it stands between the two. */
export const comparisonWords: Record<Comparison, string> = {
  equal: 'is',
  not_equal: 'is not',
  contains: 'contains',
  above: 'is above',
  at_least: 'is at least',
  below: 'is below',
  at_most: 'is at most',
  empty: 'is empty',
  not_empty: 'is not empty',
};

// What is changed inside the original, before its rows are put together.
function insideWords({ inside = nothingInside }: Selection): string[] {
  const { columns, spans } = inside;
  const conditions = asConditions(inside).map(conditionWords);
  return [
    ...(conditions.length === 0 ? [] : [`of its tables only rows where ${listed(conditions)}`]),
    ...spans.map(({ by }) => `by ${by}`),
    ...(columns.length === 0 ? [] : [`with ${listed(columns.map(({ as }) => as))} of its tables`]),
  ];
}

/** `only rows where country is DE; by month of since; at most 5 rows`. Nothing for a selection of everything. */
export function selectionWords(selection: Selection): string {
  const { conditions, groups, columns, order, most } = selection;
  return [
    ...insideWords(selection),
    ...(conditions.length === 0
      ? []
      : [`only rows where ${listed(conditions.map(conditionWords))}`]),
    ...(groups.length === 0 ? [] : [`by ${listed(groups.map(groupWords))}`]),
    ...(isGrouped(selection) && selection.totals.length > 0
      ? [`with ${listed(selection.totals.map(totalName))}`]
      : []),
    ...(columns.length === 0 ? [] : [`only ${listed(columns)}`]),
    ...order.map(
      ({ column, descending }) => `${column} ${descending ? 'largest' : 'smallest'} first`,
    ),
    ...(most === null ? [] : [most === 1 ? 'only one row' : `at most ${most} rows`]),
  ].join('; ');
}

const LONGEST_TITLE = 200;

/** What a variation may be called: `Sign-ups: DE, by week of since`. */
export function titleWords(original: string, selection: Selection): string {
  const { inside = nothingInside } = selection;
  const said = [
    ...asConditions(inside).map(shortWords),
    ...inside.spans.map(({ by }) => `by ${by}`),
    ...inside.columns.map(({ as }) => `with ${as}`),
    ...selection.conditions.map(shortWords),
    ...(selection.groups.length === 0 ? [] : [`by ${listed(selection.groups.map(groupWords))}`]),
  ].join(', ');
  const title = said === '' ? `${original} (mine)` : `${original}: ${said}`;
  return title.slice(0, LONGEST_TITLE).trim();
}

// A name says by itself of what it is; a number does not.
const shortWords = (condition: Condition) =>
  condition.is === 'equal' && !/^(?:true|false|[\d.,:+-]*)$/.test(condition.value ?? '')
    ? (condition.value ?? '')
    : conditionWords(condition);

const conditionWords = ({ column, is, value }: Condition) =>
  [column, comparisonWords[is], ...(value === undefined ? [] : [value])].join(' ');

const groupWords = ({ column, by }: Group) => (by === undefined ? column : `${by} of ${column}`);

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
