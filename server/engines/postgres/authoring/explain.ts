// Asks PostgreSQL how it would run a text, after the guard has allowed it, and says so in words.
import type { Explanation } from '../../../../domain/contract/schema.ts';
import type { HeldTurn, Valued } from '../../engine.ts';
import type { Servers } from '../servers/servers.ts';
import { arraysOf } from '../statement/sheet-arrays.ts';
import { bindValues } from '../statement/preparation.ts';
import { look, type Looked, type LookedText } from './look.ts';
import { planInWords, readExplained, type PlanNode } from './plan-words.ts';

/** As `EngineSource.explain` promises. */
export function explain(
  servers: Servers,
  text: LookedText & Valued,
  turn: HeldTurn,
): Promise<Explanation> {
  const work = async (looked: Looked) =>
    planInWords(await readPlan(looked, text), { maxRows: text.maxRows });
  return look(servers, text, { turn, work });
}

// The guard has read the text itself. Without ANALYZE the statement is not executed.
async function readPlan(
  { session, knowledge, prepared, reading, parameters }: Looked,
  { values, sheetRows }: Valued,
): Promise<PlanNode> {
  const arrays = await arraysOf(reading.sheetTables, sheetRows);
  const statement = { reading, parameters, arrays, timeZone: 'UTC', statementTimeoutMs: 0 };
  const bound = bindValues(statement, values, prepared, knowledge);
  const { parameterTypes } = prepared;
  const plan = await session.explain({ text: reading.text, parameterTypes }, bound);
  return readExplained<{ Plan: PlanNode }>(plan).Plan;
}
