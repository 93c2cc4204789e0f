// The query string of a download: a query's values by name, and our own options, which begin with `_`.
import { isAddedToLinks } from '../../../domain/added-to-links.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Parameter, Value, Values } from '../../../domain/contract/parameter.ts';
import { requireTimeZone } from '../../runs/time-zone.ts';

export interface AskedByAddress {
  values: Values;
  maxAgeSeconds: number;
  /** Null: none is named. */
  timeZone: string | null;
}

const OPTIONS = new Set(['_maxAgeSeconds', '_timeZone', '_bom']);

/** Reads the query string of `url`. Throws Problem unknown_parameter, invalid_value or invalid_request. */
export function readQueryString(url: string, parameters: readonly Parameter[]): AskedByAddress {
  const at = url.indexOf('?');
  const given = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  const values: Values = {};
  for (const name of new Set(given.keys())) {
    if (isAddedToLinks(name) && !parameters.some((each) => each.name === name)) continue;
    if (!name.startsWith('_')) values[name] = valueOf(name, given.getAll(name), parameters);
    // Some libraries add `_=<time>` so that no cache answers.
    else if (name !== '_' && !OPTIONS.has(name)) throw unknownOption(name);
  }
  requireMark(given.get('_bom'));
  return {
    values,
    maxAgeSeconds: readMaxAge(given.get('_maxAgeSeconds')),
    timeZone: readTimeZone(given.get('_timeZone')),
  };
}

function valueOf(name: string, texts: string[], parameters: readonly Parameter[]): Value {
  const parameter = parameters.find((each) => each.name === name);
  const [text = ''] = texts;
  if (parameter?.list) return texts.length === 1 && text === '' ? [] : texts;
  if (texts.length > 1) {
    const detail = `${name} is given ${texts.length} times but takes one value.`;
    throw new Problem('invalid_value', detail, { parameter: name });
  }
  return text === '' && parameter && parameter.type !== 'text' ? null : text;
}

function readMaxAge(text: string | null): number {
  if (text === null) return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Problem('invalid_request', '_maxAgeSeconds must be a whole number of seconds.');
}

/** The byte-order mark by which Excel knows UTF-8. */
export const MARK = Buffer.from('\ufeff');

/** Whether an address asks for a CSV that begins with that mark. */
export function asksForMark(url = ''): boolean {
  return /[?&]_bom=1(?:&|$)/.test(url);
}

function requireMark(text: string | null): void {
  if (text === null || text === '0' || text === '1') return;
  throw new Problem('invalid_request', '_bom must be 1 or 0.');
}

const readTimeZone = (name: string | null) => (name === null ? null : requireTimeZone(name));

function unknownOption(name: string): Problem {
  const detail = `There is no option ${name}. There are ${[...OPTIONS].join(', ')}.`;
  return new Problem('unknown_parameter', detail, { parameter: name });
}
