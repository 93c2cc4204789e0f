// How Google's JSON is read: every field may be left out, null is as left out, and what is not known is refused by name.
import { z } from 'zod';
import { invalidFields } from '../errors.ts';

/** A message of Google's: its fields may all be absent, and it has no others. */
export function message<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape).partial();
}

const digits = z
  .string()
  .regex(/^-?\d{1,10}$/)
  .transform(Number);

/** Numbers may come as text, as everywhere in Google's JSON. */
export const int = z.union([z.int(), digits], { error: 'TYPE_INT32' });
export const double = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d+(?:\.\d+)?$/)
      .transform(Number),
  ],
  {
    error: 'TYPE_DOUBLE',
  },
);
export const text = z.string({ error: 'TYPE_STRING' });
export const flag = z.boolean({ error: 'TYPE_BOOL' });

/** One of Google's words. */
export function oneOf<const T extends readonly [string, ...string[]]>(type: string, words: T) {
  return z.enum(words, { error: `type.googleapis.com/google.apps.sheets.v4.${type}` });
}

/** Reads a body. `at` is what the API calls the body in its messages; '' for the request itself. */
export function readMessage<T>(schema: z.ZodType<T>, body: unknown, at = ''): T {
  const { success, data, error } = schema.safeParse(withoutNulls(body ?? {}));
  if (success) return data;
  throw invalidFields(error.issues.flatMap((issue) => violations(issue, body, at)));
}

/** null stands for a field that is left out, but for an empty place within a list. What has none is not copied. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return withoutNullsWithin(value);
  const fields = value as Record<string, unknown>;
  let copy: Record<string, unknown> | null = null;
  for (const [name, one] of Object.entries(fields)) {
    const kept = withoutNulls(one);
    if (kept === one && one !== null) continue;
    copy ??= { ...fields };
    if (one === null) delete copy[name];
    else copy[name] = kept;
  }
  return copy ?? value;
}

function withoutNullsWithin(list: unknown[]): unknown[] {
  let copy: unknown[] | null = null;
  list.forEach((one, at) => {
    const kept = withoutNulls(one);
    if (kept !== one) (copy ??= list.slice())[at] = kept;
  });
  return copy ?? list;
}

function violations(
  issue: z.core.$ZodIssue,
  body: unknown,
  at: string,
): { field: string; description: string }[] {
  const field = pathOf(issue.path, at);
  if (issue.code === 'unrecognized_keys') {
    const place = field === '' ? '' : ` at '${field}'`;
    return issue.keys.map((name) => ({
      field,
      description: `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`,
    }));
  }
  const given = issue.path.reduce(
    (value: unknown, name) => (value as Record<PropertyKey, unknown> | undefined)?.[name],
    body,
  );
  const type =
    issue.message.startsWith('T') || issue.message.startsWith('type.')
      ? issue.message
      : typeOf(issue);
  const description = `Invalid value at '${field}' (${type}), ${JSON.stringify(given) ?? 'null'}`;
  return [{ field, description }];
}

function typeOf(issue: z.core.$ZodIssue): string {
  const isList = issue.code === 'invalid_type' && issue.expected === 'array';
  return `type.googleapis.com/google.protobuf.${isList ? 'ListValue' : 'Struct'}`;
}

/** requests[0].update_cells.rows[2]: in the names of the protocol, not of JSON. */
function pathOf(path: PropertyKey[], at: string): string {
  return path.reduce<string>((written, part) => {
    if (typeof part === 'number') return `${written}[${part}]`;
    const name = String(part).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return written === '' ? name : `${written}.${name}`;
  }, at);
}
