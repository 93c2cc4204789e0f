// Checks what came from outside against its schema.
import type { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { deepestIssue, schemaReason } from '../schema-reason.ts';

/** The value as the schema types it. Throws Problem invalid_request with every place that is wrong. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value, { error: schemaReason });
  if (result.success) return result.data;
  const errors = result.error.issues.map(deepestIssue).map(told);
  const first = errors[0]?.message ?? '';
  throw new Problem('invalid_request', `The request is not valid. ${first}`, { errors });
}

function told({ path, message }: z.core.$ZodIssue): { at: string; message: string } {
  const at = path.join('.');
  return { at, message: `${at === '' ? 'What was sent' : `The field ${at}`} ${message}.` };
}

/** Like `checked`, for what goes into Sheetfeed's own database. Throws Problem invalid_request also for NUL. */
export function checkedText<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const data = checked(schema, value);
  if (!holdsUnstorable(data)) return data;
  const detail = 'The request is not valid. It holds a character that cannot be stored.';
  throw new Problem('invalid_request', detail);
}

// PostgreSQL's text has no NUL, and half of a surrogate pair is no character.
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return /\0|\p{Surrogate}/u.test(value);
  if (Array.isArray(value)) return value.some(holdsUnstorable);
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some(holdsUnstorable) || Object.values(value).some(holdsUnstorable);
}
