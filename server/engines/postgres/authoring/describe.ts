// Describes a text without running it: its columns, and the parameters that it uses.
import type { Parameter, ParameterType } from '../../../../domain/contract/parameter.ts';
import type { EngineDescription, HeldTurn } from '../../engine.ts';
import type { Servers } from '../servers/servers.ts';
import { builtInElementOf, parameterTypeOf } from '../types.ts';
import { look, type Looked, type LookedText } from './look.ts';

/** As `EngineSource.describe` promises. */
export function describe(
  servers: Servers,
  text: LookedText,
  turn: HeldTurn,
): Promise<EngineDescription> {
  return look(servers, text, {
    turn,
    work: async (looked) => ({
      columns: looked.knowledge.rowColumns(looked.prepared.columns),
      parameters: parametersOf(looked, text.declared),
    }),
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
    const element = builtInElementOf(oid) ?? knowledge.elementOf(oid);
    const type = meantBy(parameter.name, parameterTypeOf(element === 0 ? oid : element));
    return { name: parameter.name, type, ...(element === 0 ? {} : { list: true }) };
  });
}

// `created_at >= :since` means a day, which begins at midnight in the run's zone: nobody fills in the hour. An upper
// bound (`until`) keeps its time, since the day itself would else be left out.
const A_DAY = /^(since|from|start|day|date)(_|$)|_(since|from|start|day|date|on)$/;

function meantBy(name: string, type: ParameterType): ParameterType {
  return type === 'timestamp' && A_DAY.test(name) ? 'date' : type;
}
