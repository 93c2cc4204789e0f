// Asks PostgreSQL how it would run a text, after the guard has allowed it, and says so in words.
import type { Values } from '../../../../domain/contract/parameter.ts';
import type { Explanation } from '../../../../domain/contract/schema.ts';
import { look, type LookDependencies, type Looked, type LookedAt } from './look.ts';
import {
  bindMessage,
  executeMessage,
  parseMessage,
  readTextRow,
  syncMessage,
} from '../wire/messages.ts';
import { bindValues } from '../statement/preparation.ts';
import { planInWords, type PlanNode } from './plan-words.ts';
import { checkValues, type CheckedValue } from '../../../runs/values.ts';

export interface Explained extends LookedAt {
  values: Values;
  now: Date;
  maxRows: number;
}

/** Throws what `look` throws, and Problem invalid_value or unknown_parameter. */
export function explain(dependencies: LookDependencies, asked: Explained): Promise<Explanation> {
  return look(dependencies, asked, async (looked) => {
    const plan = await readPlan(looked, valuesFor(looked, asked));
    return planInWords(plan, { maxRows: asked.maxRows });
  });
}

// A value that is not filled in yet is none: the plan is for words, not for a result.
function valuesFor({ parameters }: Looked, { values, now, timeZone }: Explained): CheckedValue[] {
  const optional = parameters.map((parameter) => ({ ...parameter, optional: true }));
  const known = new Set(parameters.map(({ name }) => name));
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
  const checked = checkValues(optional, used, { now, timeZone });
  return parameters.map(({ name }) => checked.get(name) ?? null);
}

// The guard has read the text itself; EXPLAIN is put before it here and nowhere else. Without ANALYZE the
// statement is not executed.
async function readPlan(looked: Looked, values: readonly CheckedValue[]): Promise<PlanNode> {
  const { session, knowledge, prepared, reading, parameters } = looked;
  const statement = { reading, parameters, timeZone: 'UTC', statementTimeoutMs: 0 };
  const bound = bindValues(statement, values, prepared, knowledge);
  const sql = `explain (format json) ${reading.text}`;
  const pieces: string[] = [];
  await session.wire.exchange(
    [
      parseMessage('', sql, prepared.parameterTypes),
      bindMessage('', bound),
      executeMessage,
      syncMessage,
    ],
    {
      rows: (chunk, from) => {
        const length = chunk.readUInt32BE(from + 1);
        const [text] = readTextRow(chunk.subarray(from + 5, from + 1 + length));
        pieces.push(text ?? '');
      },
    },
  );
  // PostgreSQL's own form (FORMAT JSON): an array of one object with its Plan.
  const [explained] = JSON.parse(pieces.join('\n')) as { Plan: PlanNode }[];
  if (explained === undefined) throw new Error('PostgreSQL explained nothing');
  return explained.Plan;
}
