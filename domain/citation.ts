// The line by which a frozen run is spoken of elsewhere: what it is, and how to check that it is still the same.
import type { Value, Values } from './contract/parameter.ts';

export interface Cited {
  url: string;
  title: string;
  version: number;
  values: Values;
  source: string;
  /** ISO. */
  ranAt: string;
  ranOn: 'primary' | 'follower';
  lagSeconds: number | null;
  rowCount: number;
  madeBy: { name: string; email: string };
  fingerprint: string;
}

/** Enough of the fingerprint to tell results apart. */
const FINGERPRINT_LENGTH = 16;
const LONGEST_VALUE = 60;
const MOST_VALUES = 6;

/** In one line, in English, with the time in UTC: it is read by others. */
export function citationOf(cited: Cited): string {
  const { url, title, rowCount, ranAt, source, madeBy, fingerprint } = cited;
  const what = `${title}${detailsOf(cited)}`;
  const rows = `${rowCount.toLocaleString('en')} ${rowCount === 1 ? 'row' : 'rows'}`;
  const when = `${ranAt.slice(0, 16).replace('T', ' ')} UTC`;
  const who = madeBy.name || madeBy.email || 'somebody';
  const hash = fingerprint.slice(0, FINGERPRINT_LENGTH);
  return `${what}: ${rows}, ran ${when} on ${source}${lagOf(cited)}, frozen by ${who}. ${url} (SHA-256 of its CSV: ${hash}…)`;
}

function detailsOf({ version, values }: Pick<Cited, 'version' | 'values'>): string {
  const named = Object.entries(values).map(([name, value]) => `${name} = ${valueWords(value)}`);
  const shown = named.slice(0, MOST_VALUES);
  if (named.length > shown.length) shown.push('…');
  const details = [...(version > 0 ? [`version ${version}`] : []), ...shown];
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** A value as it stands in a sentence. */
export function valueWords(value: Value): string {
  if (value === null) return 'none';
  const text = Array.isArray(value) ? value.join(' | ') : String(value);
  if (text === '') return '(empty)';
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function lagOf({ ranOn, lagSeconds }: Pick<Cited, 'ranOn' | 'lagSeconds'>): string {
  if (ranOn === 'primary') return '';
  return lagSeconds === null ? ' (a follower)' : ` (a follower, ${lagSeconds.toFixed(1)} s behind)`;
}
