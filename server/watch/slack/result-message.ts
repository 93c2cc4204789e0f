// A query's result as a message: a table in the budget of one, and what can be done with it.
import { z } from 'zod';
import { slugSchema, valuesSchema, type Values } from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import type { Result } from '../../../domain/contract/result.ts';
import { escaped } from '../../deliver/slack-text.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { buttons, context, cutText, section } from './messages.ts';
import { pageWith } from './parts.ts';
import { textTable } from './text-table.ts';

/** What a button carries: a query, and values for it. */
export const chosenSchema = z.strictObject({ query: slugSchema, values: valuesSchema });
/** Of a result that was shown: its run too. */
export const shownSchema = chosenSchema.extend({ run: z.uuid() });
export type Chosen = z.infer<typeof chosenSchema>;

export interface ShownResult {
  query: KnownQuery;
  result: Result;
  values: Values;
  baseUrl: string;
  /** Whether the asker may show it to others. */
  mayShare: boolean;
}

/** A message of one result asks for so many rows; it takes fewer. */
export const MOST_ROWS_SHOWN = 60;
/** So many rows are read, to be shown, shared and counted. */
export const MOST_ROWS_READ = 10_000;
// With the frame around it, below what a section takes.
const MOST_IN_TABLE = 2_900;
const MOST_IN_VALUES = 600;

export function resultBlocks(shown: ShownResult): object[] {
  return [...tableBlocks(shown), ...resultButtons(shown)];
}

/** The title, the values, the table, and what is to be known of it. `more`: what else is told below it. */
export function tableBlocks(
  { query, result, values, baseUrl }: Omit<ShownResult, 'mayShare'>,
  more: readonly string[] = [],
): object[] {
  const page = pageWith(baseUrl, query.slug, values);
  const link = page.length > 2_000 ? pageWith(baseUrl, query.slug, {}) : page;
  const title = `*<${link}|${escaped(query.title)}>*`;
  const words = valuesWords(query, values);
  return [section(words === '' ? title : `${title}\n${words}`), ...rowBlocks(result, more)];
}

export type ShownRows = Pick<
  Result,
  'columns' | 'rows' | 'rowCount' | 'truncated' | 'ranAt' | 'lagSeconds'
>;

/** The table alone, and what is to be known of it. */
export function rowBlocks(result: ShownRows, more: readonly string[] = []): object[] {
  const table = textTable(result.columns, result.rows, MOST_IN_TABLE);
  const frame = result.rowCount === 0 ? [] : [section('```' + escaped(table.text) + '```')];
  const facts = [countWords(result, table), ...factsWords(result), ...more];
  return [...frame, context(facts.join(' · '))];
}

function valuesWords({ parameters }: KnownQuery, values: Values): string {
  const words = parameters.flatMap(({ name, label = name }) => {
    const value = own(values, name);
    if (value === undefined || value === null || value === '') return [];
    return [`${label}: ${Array.isArray(value) ? value.join(', ') : String(value)}`];
  });
  return cutText(words.join(' · '), MOST_IN_VALUES).split('\n').map(escaped).join(' ');
}

function countWords(
  { rowCount, truncated, columns }: ShownRows,
  table: { rows: number; columns: number },
): string {
  const all = `${truncated ? 'more than ' : ''}${rowCount.toLocaleString('en')}`;
  const rows =
    table.rows < rowCount || truncated
      ? `${table.rows} of ${all} rows`
      : `${all} ${rowCount === 1 ? 'row' : 'rows'}`;
  const left = columns.length - table.columns;
  return left <= 0 ? rows : `${rows}, ${left} more ${left === 1 ? 'column' : 'columns'}`;
}

/** In the reader's own time zone; the rest is for whoever shows it otherwise. */
export function dateWords(at: string): string {
  const seconds = Math.floor(Date.parse(at) / 1_000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${at}>`;
}

function factsWords({ ranAt, lagSeconds }: ShownRows): string[] {
  const when = `as of ${dateWords(ranAt)}`;
  const isLate = lagSeconds !== null && lagSeconds >= 60;
  return [when, ...(isLate ? [`the follower is ${Math.round(lagSeconds)} s behind`] : [])];
}

function resultButtons({ query, result, values, baseUrl, mayShare }: ShownResult): object[] {
  const chosen: Chosen = { query: query.slug, values };
  const page = pageWith(baseUrl, query.slug, values);
  const share = {
    ...{ action: 'share', words: 'Freeze and share', value: { ...chosen, run: result.run } },
    confirm: {
      title: { type: 'plain_text', text: 'Share this result?' },
      text: {
        type: 'plain_text',
        text: 'Everybody in this channel will see the rows as they are now, whatever they may see in Sheetfeed.',
      },
      confirm: { type: 'plain_text', text: 'Share' },
      deny: { type: 'plain_text', text: 'Cancel' },
    },
  };
  return buttons([
    { action: 'refresh', words: 'Refresh', value: chosen },
    ...(query.parameters.length === 0 ? [] : [{ action: 'fill', words: 'Values…', value: chosen }]),
    { action: 'open', words: 'Show all', url: page },
    ...(mayShare && !result.truncated ? [share] : []),
    { action: 'open', words: 'Insert into a sheet…', url: `${page}#use-in-sheets` },
  ]);
}
