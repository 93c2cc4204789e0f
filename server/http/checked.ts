// Checks what came from outside against its schema.
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { deepestIssue, schemaReason } from '../schema-reason.ts';
import { isStorable } from '../database/storable.ts';

/**
 * The value as the schema types it. Throws Problem invalid_request with every place that is wrong, and for text that
 * cannot be stored.
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  if (!isStorable(value)) throw notStorable();
  return checkedForRun(schema, value);
}

/** Like `checked`, but whatever a text holds is left to the run, which tells of it by line, column or parameter. */
export function checkedForRun<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
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

/** Refuses an address with a NUL; any other escape that is no character is refused where it is read. */
export const refuseNul: RequestHandler = (request, _response, next) => {
  if (holdsNul(request.url)) throw notStorable();
  next();
};

/** Whether a NUL stands in the address. */
export function holdsNul(url: string): boolean {
  return url.includes('%00');
}

function notStorable(): Problem {
  const detail = 'The request is not valid. It holds a character that cannot be stored.';
  return new Problem('invalid_request', detail);
}
