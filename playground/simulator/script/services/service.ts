// What all simulated Google objects share: which methods they have, and what these take.
import { SheetsError } from '../../errors.ts';

/**
 * The ways to call a method: each a list of kinds parted by spaces. Kinds: int, num, str, bool, any,
 * obj, fn, list, grid (a list of lists), or the name of a class or enum; `?` allows null.
 */
export type Signatures = Record<string, readonly string[]>;

// Shared by all objects: a script makes a great many of them.
const noConstants: Record<string, unknown> = Object.freeze({});
const noMethods: ReadonlySet<string> = new Set<string>();

/** An object that a script may hold. A method without a signature is not simulated. */
export abstract class Service {
  /** As Google's messages call the class, such as SpreadsheetApp.Range. */
  abstract readonly className: string;
  abstract readonly signatures: Signatures;
  /** Enums and services that are plain properties, such as SpreadsheetApp.Dimension. */
  readonly constants: Record<string, unknown> = noConstants;
  /** Methods that neither read nor change the spreadsheet: writes that wait go on waiting. */
  readonly pure: ReadonlySet<string> = noMethods;
  /** Methods that only add to the writes that wait. */
  readonly deferred: ReadonlySet<string> = noMethods;
}

/** One member of a Google enum. */
export class EnumValue {
  constructor(
    readonly enumName: string,
    readonly name: string,
    readonly ordinal: number,
  ) {}

  toString(): string {
    return this.name;
  }
}

export function makeEnum<const Name extends string>(
  enumName: string,
  names: readonly Name[],
): Record<Name, EnumValue> {
  const entries = names.map((name, ordinal) => [name, new EnumValue(enumName, name, ordinal)]);
  return Object.fromEntries(entries) as Record<Name, EnumValue>;
}

/** Throws Google's text when the arguments fit none of the method's signatures. */
export function checkArguments(service: Service, method: string, given: unknown[]): void {
  const ways = service.signatures[method] ?? [];
  if (ways.some((way) => fits(way === '' ? [] : way.split(' '), given))) return;
  const kinds = given.map(kindOf).join(',');
  throw new SheetsError(
    `The parameters (${kinds}) don't match the method signature for ${service.className}.${method}.`,
  );
}

function fits(kinds: string[], given: unknown[]): boolean {
  return kinds.length === given.length && kinds.every((kind, index) => isKind(given[index], kind));
}

function isKind(value: unknown, kind: string): boolean {
  if (kind.endsWith('?')) return value === null || isKind(value, kind.slice(0, -1));
  switch (kind) {
    case 'any':
      return true;
    case 'int':
      return typeof value === 'number' && Number.isFinite(value);
    case 'num':
      return typeof value === 'number';
    case 'str':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'fn':
      return typeof value === 'function';
    case 'list':
      return Array.isArray(value);
    case 'grid':
      return Array.isArray(value) && value.every((line) => Array.isArray(line));
    case 'obj':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'date':
      return isDate(value);
    default:
      return isObjectOf(value, kind);
  }
}

/** Also for dates of the script's own realm. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function isObjectOf(value: unknown, kind: string): boolean {
  if (value instanceof EnumValue) return value.enumName === kind;
  return value instanceof Service && value.className.split('.').at(-1) === kind;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return '(null)'.slice(1, -1);
  if (typeof value === 'number') return 'number';
  if (value instanceof Service) return value.className;
  if (value instanceof EnumValue) return value.enumName;
  if (Array.isArray(value)) return `${value.length === 0 ? 'Object' : kindOf(value[0])}[]`;
  if (isDate(value)) return 'Date';
  const name = typeof value;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
