// Describes a text without running it: its columns, and the parameters that it uses.
import type { Parameter, ParameterType } from '../../../../domain/contract/parameter.ts';
import type { Description } from '../../../../domain/contract/schema.ts';
import { resultColumns } from '../types.ts';
import { look, type LookDependencies, type Looked, type LookedAt } from './look.ts';

/** Throws what `look` throws. */
export function describe(dependencies: LookDependencies, asked: LookedAt): Promise<Description> {
  return look(dependencies, asked, async (looked) => {
    const { prepared, knowledge } = looked;
    return {
      columns: resultColumns(prepared.columns, (oid) => knowledge.typeName(oid)),
      parameters: parametersOf(looked, asked.parameters),
    };
  });
}

// What is not declared is guessed from the type that PostgreSQL gave it.
function parametersOf(
  { parameters, prepared, knowledge }: Looked,
  declared: readonly Parameter[],
): Parameter[] {
  return parameters.map((parameter, index) => {
    if (declared.includes(parameter)) return parameter;
    const oid = prepared.parameterTypes[index] ?? 0;
    const element = ARRAY_ELEMENTS.get(oid) ?? knowledge.elementOf(oid);
    const type = PARAMETER_TYPES.get(element === 0 ? oid : element) ?? 'text';
    return { name: parameter.name, type, ...(element === 0 ? {} : { list: true }) };
  });
}

// By OID (pg_type.dat): bool, the numbers, date, timestamp and timestamptz.
const PARAMETER_TYPES = new Map<number, ParameterType>([
  [16, 'boolean'],
  ...[20, 21, 23, 700, 701, 1700].map((oid) => [oid, 'number'] as const),
  [1082, 'date'],
  [1114, 'timestamp'],
  [1184, 'timestamp'],
]);
const ARRAY_ELEMENTS = new Map([
  [1000, 16],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
]);
