// What is known of PostgreSQL's types by their OIDs (pg_type.dat): their names, what their text is, which parameters fit.
import type { ParameterType } from '../../../domain/contract/parameter.ts';
import type { Kind } from '../kinds.ts';
import type { RowColumn } from '../rows.ts';

/** OIDs of the types that we speak of ourselves. */
export const OID = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float4: 700,
  float8: 701,
  money: 790,
  unknown: 705,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
} as const;

interface BuiltIn {
  name: string;
  kind: Kind;
  /** The OID of the array of it, where parameters may be one. */
  array?: number;
  /** The type that a parameter of it is guessed to have; text where there is none. */
  parameter?: ParameterType;
}

const BUILT_IN = new Map<number, BuiltIn>([
  [OID.bool, { name: 'bool', kind: 'boolean', array: 1000, parameter: 'boolean' }],
  [17, { name: 'bytea', kind: 'text' }],
  [18, { name: 'char', kind: 'text' }],
  [19, { name: 'name', kind: 'text' }],
  [OID.int8, { name: 'int8', kind: 'bigint', array: 1016, parameter: 'number' }],
  [OID.int2, { name: 'int2', kind: 'integer', array: 1005, parameter: 'number' }],
  [OID.int4, { name: 'int4', kind: 'integer', array: 1007, parameter: 'number' }],
  [OID.text, { name: 'text', kind: 'text', array: 1009 }],
  [26, { name: 'oid', kind: 'integer' }],
  [114, { name: 'json', kind: 'json' }],
  [650, { name: 'cidr', kind: 'plain' }],
  [OID.float4, { name: 'float4', kind: 'float', array: 1021, parameter: 'number' }],
  [OID.float8, { name: 'float8', kind: 'float', array: 1022, parameter: 'number' }],
  [OID.money, { name: 'money', kind: 'money' }],
  [869, { name: 'inet', kind: 'plain' }],
  [1042, { name: 'bpchar', kind: 'text' }],
  [1043, { name: 'varchar', kind: 'text', array: 1015 }],
  [OID.date, { name: 'date', kind: 'date', array: 1182, parameter: 'date' }],
  [1083, { name: 'time', kind: 'time' }],
  [OID.timestamp, { name: 'timestamp', kind: 'timestamp', array: 1115, parameter: 'timestamp' }],
  [OID.timestamptz, { name: 'timestamptz', kind: 'instant', array: 1185, parameter: 'timestamp' }],
  [1186, { name: 'interval', kind: 'duration' }],
  [1266, { name: 'timetz', kind: 'plain' }],
  [OID.numeric, { name: 'numeric', kind: 'decimal', array: 1231, parameter: 'number' }],
  [OID.uuid, { name: 'uuid', kind: 'plain', array: 2951 }],
  [3802, { name: 'jsonb', kind: 'json' }],
]);

const ELEMENT_OF = new Map(
  [...BUILT_IN].flatMap(([oid, { array }]) => (array === undefined ? [] : [[array, oid]])),
);

/** Whether the name of the type need not be asked for. */
export function isBuiltInType(oid: number): boolean {
  return BUILT_IN.has(oid);
}

/** What only the server can tell of types. */
export interface ToldTypes {
  /** The name of a type that is not built in, whose text may be any. */
  nameOf: (oid: number) => string;
  /** How many decimals money has there; null while that is not known. */
  moneyDecimals: number | null;
}

/** A column as formats know it. */
export function rowColumn(
  { name, oid }: { name: string; oid: number },
  { nameOf, moneyDecimals }: ToldTypes,
): RowColumn {
  const { kind = 'text', name: typeName = nameOf(oid) } = BUILT_IN.get(oid) ?? {};
  const column = { name, kind, typeName };
  if (oid !== OID.money || moneyDecimals === null) return column;
  return { ...column, decimals: moneyDecimals };
}

/** The array of a type; 0 where parameters are never told to be one. */
export function arrayOf(oid: number): number {
  return BUILT_IN.get(oid)?.array ?? 0;
}

/** The element type of an array type that is built in; undefined for any other. */
export function builtInElementOf(oid: number): number | undefined {
  return ELEMENT_OF.get(oid);
}

/** The type that an undeclared parameter has for its author. */
export function parameterTypeOf(oid: number): ParameterType {
  return BUILT_IN.get(oid)?.parameter ?? 'text';
}
