// Finds the literals of a text that could become parameters, with their places, types and a name for each.
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import type { Literal } from '../../../../domain/contract/schema.ts';
import type { Parser } from '../statement/parser.ts';
import { readStatement } from '../guard/text-guard.ts';

/** In the order of the text. Throws what `readStatement` throws: only a text that could run is looked at. */
export async function liftableLiterals(
  parser: Parser,
  sql: string,
  parameters: readonly Parameter[],
): Promise<Literal[]> {
  const reading = await readStatement(parser, sql, null);
  const taken = [...parameters.map(({ name }) => name), ...reading.names];
  return parser.literals(sql, reading, taken);
}
