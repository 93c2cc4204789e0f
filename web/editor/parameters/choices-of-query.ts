// The choices of a parameter that is not saved yet, from the query that gives them.
import type { Choice, Parameter } from '../../../domain/contract/parameter.ts';
import { ask } from '../../frame/ask.ts';

const choicesAtMost = 1000;

/** The first column is the value, the second, where there is one, its label. */
export async function choicesOfQuery(choices: Parameter['choices']): Promise<Choice[]> {
  if (choices === undefined || Array.isArray(choices)) return choices ?? [];
  if (choices.query === '') return [];
  const answer = await ask('POST result', {
    params: { slug: choices.query },
    body: { maxRows: choicesAtMost },
  });
  if (!('rows' in answer)) return [];
  return answer.rows.map(([value, label]) => ({
    value: String(value),
    ...(label === undefined || label === null ? {} : { label: String(label) }),
  }));
}
