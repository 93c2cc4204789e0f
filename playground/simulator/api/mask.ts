// Field masks: which fields an answer has, and which ones an update sets.
import { z } from 'zod';
import { invalid, invalidFields } from './errors.ts';

/** Names to what is asked for below them; nothing below is all of it. `*` stands for every name. */
export type Mask = ReadonlyMap<string, Mask>;

const whole: Mask = new Map();

/** Reads `a.b,c(d,e/f)`. Throws Google's refusal of what is no mask. */
export function parseMask(text: string): Mask {
  const tokens = text.match(/[^\s(),./]+|[(),./]/g) ?? [];
  const reader = { tokens, at: 0 };
  const mask = readList(reader);
  if (reader.at < tokens.length) throw wrongSelection(text);
  return mask;
}

interface Reader {
  tokens: string[];
  at: number;
}

function readList(reader: Reader): Mask {
  const mask = new Map<string, Mask>();
  for (;;) {
    readPath(reader, mask);
    if (reader.tokens[reader.at] !== ',') return mask;
    reader.at++;
  }
}

function readPath(reader: Reader, into: Map<string, Mask>): void {
  const name = reader.tokens[reader.at++];
  if (name === undefined || /^[(),./]$/.test(name)) throw wrongSelection(name ?? '');
  const next = reader.tokens[reader.at];
  let below = whole;
  if (next === '.' || next === '/') {
    reader.at++;
    const inner = new Map<string, Mask>();
    readPath(reader, inner);
    below = inner;
  } else if (next === '(') {
    reader.at++;
    below = readList(reader);
    if (reader.tokens[reader.at++] !== ')') throw wrongSelection(name);
  }
  const key = camelCase(name);
  const known = into.get(key);
  into.set(key, known ? union(known, below) : below);
}

const camelCase = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function union(a: Mask, b: Mask): Mask {
  if (a.size === 0 || b.size === 0) return whole;
  const both = new Map(a);
  for (const [name, below] of b) {
    const known = both.get(name);
    both.set(name, known ? union(known, below) : below);
  }
  return both;
}

const wrongSelection = (name: string) =>
  invalidFields([
    {
      field: 'fields',
      description: `Error expanding 'fields' parameter. Cannot find matching fields for path '${name}'.`,
    },
  ]);

/** Throws Google's refusal when the mask names a field that the message does not have. */
export function checkMask(mask: Mask, schema: z.ZodType, path = ''): void {
  const shape = shapeOf(schema);
  for (const [name, below] of mask) {
    if (name === '*') continue;
    const at = path === '' ? name : `${path}.${name}`;
    if (!shape) throw wrongSelection(at);
    if (shape === 'any') continue;
    const field = shape[name];
    if (!field) throw wrongSelection(at);
    if (below.size > 0) checkMask(below, field, at);
  }
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> | 'any' | null {
  if (schema instanceof z.ZodOptional) return shapeOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray) return shapeOf(schema.element as z.ZodType);
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodNever) return 'any';
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : null;
}

/** The part of the answer that the mask asks for; messages that are there stay, were they empty. */
export function selectFields(value: unknown, mask: Mask): unknown {
  if (mask.size === 0 || mask.has('*')) return value;
  if (Array.isArray(value)) return value.map((one) => selectFields(one, mask));
  if (typeof value !== 'object' || value === null) return value;
  const selected: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const below = mask.get(name);
    if (below) selected[name] = selectFields(one, below);
  }
  return selected;
}

/** Whether the mask asks for the field at the path, or for something below it. */
export function asksFor(mask: Mask, path: string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined || mask.size === 0 || mask.has('*')) return true;
  const below = mask.get(name);
  return below !== undefined && asksFor(below, rest);
}

type Fields = Record<string, unknown>;

/** Sets in `old` what the mask names to what `given` has; what that leaves out goes. */
export function mergeFields<T extends object>(old: T, given: T, mask: Mask): T {
  if (mask.has('*')) return given;
  const merged = { ...old } as Fields;
  for (const [name, below] of mask) {
    const value = (given as Fields)[name];
    const deeper = below.size === 0 ? value : deepMerge(merged[name], value, below);
    if (deeper === undefined) delete merged[name];
    else merged[name] = deeper;
  }
  return merged as T;
}

function deepMerge(old: unknown, given: unknown, mask: Mask): unknown {
  const merged = mergeFields((old ?? {}) as Fields, (given ?? {}) as Fields, mask);
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** The mask of an update. Throws what Google answers where there is none. */
export function updateMask(fields: string | undefined, schema: z.ZodType): Mask {
  if (fields === undefined || fields.trim() === '')
    throw invalid(
      "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
    );
  const mask = parseMask(fields);
  checkMask(mask, schema);
  return mask;
}
