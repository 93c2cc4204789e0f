// What is wrong with a value that does not fit its schema, in plain words: what to send instead.
import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  ...{ string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'a JSON object', record: 'a JSON object', null: 'null' },
};

const FORMATS: Record<string, string> = {
  date: 'a date such as 2026-03-01',
  datetime: 'a time with its zone, such as 2026-03-01T09:30:00Z',
  uuid: 'an id as Sheetfeed gave it',
};

/**
 * Zod's own messages for a parse (`safeParse(value, { error: schemaReason })`), each a phrase that stands
 * behind the name of the field: "must be text". A schema's own message goes before it.
 * The codes are those of https://zod.dev/error-customization.
 */
export function schemaReason(issue: RawIssue): string {
  if (issue.code === 'unrecognized_keys') return `must not have ${(issue.keys ?? []).join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) {
    return 'must not be empty';
  }
  const wanted = wantedOf(issue);
  return issue.input === undefined
    ? `is missing: send ${wanted}`
    : `must ${verbOf(issue)} ${wanted}`;
}

const verbOf = ({ code, origin }: RawIssue): string =>
  (code === 'too_big' || code === 'too_small') && origin !== 'number' ? 'have' : 'be';

function wantedOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? 'something else';
    case 'invalid_value':
      return anyOf(issue.values.map(String));
    case 'invalid_format':
      return FORMATS[issue.format] ?? beginning(issue) ?? 'written in another way';
    case 'too_big':
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case 'too_small':
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case 'invalid_union':
      return anyOf(unionParts(issue.errors));
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return 'something else';
  }
}

function beginning({ prefix }: RawIssue): string | null {
  return typeof prefix === 'string' ? `something that begins with ${prefix}` : null;
}

function amount(limit: number | bigint, origin: string): string {
  const number = limit.toLocaleString('en-US');
  const unit = { string: 'character', array: 'entry' }[origin];
  if (unit === undefined) return number;
  if (Number(limit) === 1) return `${number} ${unit}`;
  return `${number} ${unit === 'entry' ? 'entries' : 'characters'}`;
}

// What each alternative says of the value itself; what is wrong within it is told by `deepestIssue`.
function unionParts(alternatives: Issue[][]): string[] {
  const own = alternatives.flat().filter(({ path }) => path.length === 0);
  const parts = own.map((issue) =>
    issue.code === 'invalid_union' ? unionParts(issue.errors) : [issue.message.replace(LEAD, '')],
  );
  return [...new Set(parts.flat())];
}

const LEAD = /^(must be |is missing: send )/;

function anyOf(words: string[]): string {
  if (words.length < 2) return words[0] ?? 'something else';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Of a union, the alternative that came furthest says best what is wrong; of a key, what is wrong with it. */
export function deepestIssue(issue: Issue): Issue {
  if (issue.code === 'invalid_key') {
    const [wrong] = issue.issues;
    return wrong === undefined ? issue : { ...wrong, path: issue.path };
  }
  if (issue.code !== 'invalid_union') return issue;
  const [deepest] = issue.errors
    .flat()
    .map((below) => deepestIssue({ ...below, path: [...issue.path, ...below.path] }))
    .sort((a, b) => b.path.length - a.path.length);
  return deepest !== undefined && deepest.path.length > issue.path.length ? deepest : issue;
}
