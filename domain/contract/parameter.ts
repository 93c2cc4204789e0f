// The contract of parameters: the declared inputs of a query, and the values given for them.
import { z } from 'zod';

export const PARAMETER_TYPES = [
  'text',
  'number',
  'boolean',
  'date',
  'timestamp',
  'choice',
] as const;
export const parameterTypeSchema = z.enum(PARAMETER_TYPES);

export const slugSchema = z
  .string()
  .max(80)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be made of lower-case letters, digits and single hyphens',
  );

export const parameterNameSchema = z
  .string()
  .max(63)
  .regex(
    /^[a-z][a-z0-9_]*$/,
    'must be made of lower-case letters, digits and underscores, a letter first',
  );

/** One value as JSON carries it. A number may be given as a string, so that no digit is lost. */
export const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
/** A list of values, checked at one go: with a union for each of thousands everybody else would wait. */
const scalarsSchema = z.custom<Scalar[]>(areScalars, 'must be a list').meta({
  type: 'array',
  items: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
});
/** What is given for one parameter; null is "none", a list goes with `list: true`. */
export const valueSchema = z.union([scalarSchema, scalarsSchema, z.null()]);
export const valuesSchema = z.record(z.string(), valueSchema);

export const choiceSchema = z.strictObject({ value: z.string(), label: z.string().optional() });
/** Choices are either written down or the rows (value, optional label) of another query. */
export const choicesSchema = z.union([
  z.array(choiceSchema).min(1).max(1000),
  z.strictObject({ query: slugSchema }),
]);

export const parameterSchema = z.strictObject({
  name: parameterNameSchema,
  type: parameterTypeSchema,
  label: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  default: valueSchema.optional(),
  optional: z.boolean().optional(),
  list: z.boolean().optional(),
  choices: choicesSchema.optional(),
  /** False: in a spreadsheet its value may not follow a cell, which others may edit. */
  cell: z.boolean().optional(),
});

export type ParameterType = z.infer<typeof parameterTypeSchema>;
export type Parameter = z.infer<typeof parameterSchema>;
export type Choice = z.infer<typeof choiceSchema>;
export type Scalar = z.infer<typeof scalarSchema>;
export type Value = z.infer<typeof valueSchema>;
export type Values = z.infer<typeof valuesSchema>;

function areScalars(value: unknown): boolean {
  return Array.isArray(value) && value.every(isScalar);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
