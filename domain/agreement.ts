// What a person agreed to have run as them in a spreadsheet: a query with its values. Others may write the records of
// linked ranges, so a record is compared with this, which only its person can write.
import type { Parameter } from './contract/parameter.ts';
import { handWords } from './followed-cells.ts';
import type { LinkedRange, ValueSource, ValueSources } from './linked-range.ts';
import { own } from './own.ts';
import { isRecord } from './record/record-fields.ts';

/** What a linked range would have run. */
export type Asking = Pick<LinkedRange, 'spreadsheet' | 'slug' | 'values'>;

/** A query with its values that a person agreed to, and the range that they agreed to it at. */
export interface Agreement {
  range: string;
  slug: string;
  title: string;
  /** Of `askingText`. */
  print: string;
  /** Where the range stood when its person last let it be written; a co-editor may have moved it since. */
  place?: string;
}

/** What is remembered for one person of one spreadsheet. */
export interface Remembered {
  /** When something was last added. */
  at: string;
  /** The latest first. */
  agreed: Agreement[];
  people: SeenBy | null;
}

/** Who else may open the spreadsheet, as Google told at a moment. */
export interface SeenBy {
  at: string;
  people: string[];
  /** How many more. */
  more: number;
}

/** A value that Google keeps for a person holds 9 KB; what is oldest is forgotten, and asked about again. */
const MOST_BYTES = 8_500;
const TITLE_CHARACTERS = 80;
const MOST_PEOPLE = 50;
const WORDS_CHARACTERS = 200;

/** The text of which the print is made: the same for the same query and values in the same spreadsheet, and for no others. */
export function askingText({ spreadsheet, slug, values }: Asking): string {
  const names = Object.keys(values).sort();
  return JSON.stringify([spreadsheet, slug, names.map((name) => [name, sourceOf(values, name)])]);
}

function sourceOf(values: ValueSources, name: string): unknown[] {
  const source = own(values, name);
  if (source?.from === 'cell') return ['cell', source.place];
  return ['value', source?.value ?? null];
}

/** Whether two ranges ask the same. */
export function asksTheSame(one: Asking, other: Asking): boolean {
  return askingText(one) === askingText(other);
}

/** What a kept text remembers; what is none of ours is as good as nothing. */
export function readRemembered(kept: unknown): Remembered {
  if (!isRecord(kept)) return { at: '', agreed: [], people: null };
  const { at, agreed, people } = kept;
  return {
    at: typeof at === 'string' ? at : '',
    agreed: Array.isArray(agreed) ? agreed.filter(isAgreement) : [],
    people: isSeenBy(people) ? people : null,
  };
}

function isAgreement(value: unknown): value is Agreement {
  if (!isRecord(value)) return false;
  return ['range', 'slug', 'title', 'print'].every((key) => typeof value[key] === 'string');
}

function isSeenBy(value: unknown): value is SeenBy {
  if (!isRecord(value) || typeof value['at'] !== 'string' || Number.isNaN(Date.parse(value['at'])))
    return false;
  const { people, more } = value;
  return (
    Array.isArray(people) &&
    people.length <= MOST_PEOPLE &&
    people.every((one) => typeof one === 'string' && one.length <= 320) &&
    Number.isInteger(more) &&
    Number(more) >= 0
  );
}

/** The same with one more agreement. Earlier ones stay, for an undo brings back what was asked before. */
export function withAgreement(remembered: Remembered, added: Agreement, at: string): Remembered {
  const { agreed, people } = remembered;
  const others = agreed.filter(
    ({ range, print }) => range !== added.range || print !== added.print,
  );
  const short = { ...added, title: added.title.slice(0, TITLE_CHARACTERS) };
  return { at, people, agreed: [short, ...others] };
}

/** The text to keep: the latest agreements that fit. */
export function rememberedText(remembered: Remembered): string {
  for (let count = remembered.agreed.length; ; count -= 1) {
    const text = JSON.stringify({ ...remembered, agreed: remembered.agreed.slice(0, count) });
    if (count === 0 || bytesOf(text) <= MOST_BYTES) return text;
  }
}

// A character of UTF-16 takes at most three bytes of UTF-8.
function bytesOf(text: string): number {
  return text.length + 2 * text.replace(/[\0-\x7f]/g, '').length;
}

/** Those among whom a result is seen, as far as there is room to say. */
export function seenBy(addresses: readonly string[], at: string): SeenBy {
  const people = [...new Set(addresses)].filter((one) => one !== '' && one.length <= 320);
  const named = people.slice(0, MOST_PEOPLE);
  return { at, people: named, more: people.length - named.length };
}

/** What is asked of a person about a range that asks for something they have not agreed to. */
export function agreementQuestion(
  query: { slug: string; title: string; parameters: readonly Parameter[] },
  { was, values }: { was: Pick<Agreement, 'slug' | 'title'> | null; values: ValueSources },
): string {
  const { title, parameters } = query;
  const entries = Object.entries(values);
  const named = (name: string) => parameters.find((one) => one.name === name) ?? { name };
  const fixed = entries.flatMap(([name, source]) => fixedWords(named(name), source));
  const hands = entries.flatMap(([name, source]) =>
    source.from === 'cell' ? [handWords(source.place, named(name))] : [],
  );
  return [
    headWords(query, was, title),
    ...(fixed.length > 0 ? [`It asks with ${shortened(fixed.join(', '))}.`] : []),
    ...hands,
    'Refresh it as you?',
  ].join(' ');
}

function headWords(
  { slug }: { slug: string },
  was: Pick<Agreement, 'slug' | 'title'> | null,
  title: string,
): string {
  if (was === null) return `This range shows ${title}, which you have not refreshed here before.`;
  const since = 'changed since you last refreshed it';
  if (was.slug === slug) return `This range now shows ${title} with other values (${since}).`;
  return `This range now shows ${title} (it was ${was.title}; ${since}).`;
}

function fixedWords({ label, name }: Pick<Parameter, 'label' | 'name'>, source: ValueSource) {
  if (source.from === 'cell') return [];
  const { value } = source;
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? 'none');
  return [`${label ?? name}: ${text}`];
}

function shortened(text: string): string {
  return text.length > WORDS_CHARACTERS ? `${text.slice(0, WORDS_CHARACTERS)}…` : text;
}
