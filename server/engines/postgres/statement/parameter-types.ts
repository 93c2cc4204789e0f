// Which PostgreSQL type each parameter has, and how a checked value is bound to it.
import { Problem } from '../../../../domain/problem.ts';
import type { Parameter, ParameterType } from '../../../../domain/contract/parameter.ts';
import { invalid, type CheckedValue } from '../../checked-value.ts';
import { OID, arrayOf, builtInElementOf } from '../types.ts';

const INTEGER_RANGES = new Map<number, [bigint, bigint]>([
  [OID.int2, [-(2n ** 15n), 2n ** 15n - 1n]],
  [OID.int4, [-(2n ** 31n), 2n ** 31n - 1n]],
  [OID.int8, [-(2n ** 63n), 2n ** 63n - 1n]],
]);

const UUID = /^\{?[0-9a-f]{4}(-?[0-9a-f]{4}){7}\}?$/i;

/** What PostgreSQL is told of a parameter's type; 0 lets it infer the type from the query. */
export function declaredType({ type, list }: Parameter): number {
  const scalar =
    { boolean: OID.bool, date: OID.date, timestamp: OID.timestamptz }[type as string] ?? 0;
  return list ? arrayOf(scalar) : scalar;
}

/** The type where PostgreSQL cannot infer one. */
export function fallbackType({
  type,
  list,
}: {
  type: ParameterType;
  list?: boolean | undefined;
}): number {
  const scalar = type === 'number' ? OID.numeric : OID.text;
  return list ? arrayOf(scalar) : scalar;
}

/**
 * The text that is bound for a checked value. `oid` is the type that PostgreSQL gave the parameter, and
 * `elementOf` tells the element type of an array type that is not built in (0 for none).
 * Throws Problem invalid_value, or sql_invalid where query and declaration contradict each other.
 */
export function bindValue(
  parameter: Parameter,
  value: CheckedValue,
  oid: number,
  elementOf: (oid: number) => number,
): string | null {
  const element = builtInElementOf(oid) ?? elementOf(oid);
  if (parameter.list && element === 0) throw notAList(parameter);
  if (!parameter.list && element !== 0 && !Array.isArray(value)) throw notScalar(parameter);
  if (value === null) return null;
  if (!Array.isArray(value)) return fit(parameter, value, oid);
  const items = value.map((item) => fit(parameter, item, element));
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}

function notAList({ name }: Parameter): Problem {
  const detail = `The parameter ${name} takes several values, but the query uses it as one. Write = any(:${name}) instead of in (:${name}).`;
  return new Problem('sql_invalid', detail, { parameter: name });
}

function notScalar({ name }: Parameter): Problem {
  const detail = `The query uses ${name} as a list. Declare it with list: true.`;
  return new Problem('sql_invalid', detail, { parameter: name });
}

function fit(parameter: Parameter, text: string, oid: number): string {
  if (INTEGER_RANGES.has(oid)) return fitInteger(parameter, text, oid);
  if (oid === OID.uuid && !UUID.test(text)) throw invalid(parameter, 'must be a UUID');
  return text;
}

function fitInteger(parameter: Parameter, text: string, oid: number): string {
  const whole = wholeNumber(text.trim());
  const [least, most] = INTEGER_RANGES.get(oid) ?? [0n, 0n];
  if (whole === null) throw invalid(parameter, 'must be a whole number');
  if (whole < least || whole > most)
    throw invalid(parameter, `must be between ${least} and ${most}`);
  return String(whole);
}

function wholeNumber(text: string): bigint | null {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''));
  const number = Number(text);
  return text !== '' && Number.isSafeInteger(number) ? BigInt(number) : null;
}
