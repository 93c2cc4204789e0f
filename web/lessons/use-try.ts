// Runs what a learner wrote, and the answer beside it, with each of the lesson's values, and says what is to be looked at.
import { useRef, useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Result } from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import { hintFor, lookedAt } from '../../domain/teaching/lessons/checked.ts';
import { asRun, type Lesson, type Step } from '../../domain/teaching/lessons/lesson.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';

export type Outcome =
  | { state: 'none' }
  | { state: 'running' }
  | { state: 'right'; result: Result }
  | { state: 'wrong'; result: Result; says: string }
  | { state: 'failed'; problem: Problem; hint: string | null };

const MOST_ROWS = 200;

export function useTry(source: string, lesson: Lesson, onRight: () => void) {
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
  const latest = useRef(0);
  const tryIt = async (sql: string, step: Step): Promise<void> => {
    const mine = ++latest.current;
    setOutcome({ state: 'running' });
    const became = await outcomeOf(sql, step, { source, lesson });
    if (mine !== latest.current) return;
    if (became.state === 'right') onRight();
    setOutcome(became);
  };
  const forget = () => {
    latest.current++;
    setOutcome({ state: 'none' });
  };
  return { outcome, tryIt, forget };
}

interface Asked {
  source: string;
  lesson: Lesson;
}

async function outcomeOf(sql: string, step: Step, asked: Asked): Promise<Outcome> {
  try {
    const { tries = [{}] } = asked.lesson;
    const tried = await Promise.all(
      tries.map(async (values) => ({
        given: await resultOf(sql, values, asked),
        wanted: await resultOf(step.answer, values, asked),
      })),
    );
    const result = tried[0]?.given;
    if (result === undefined) throw new Error('a lesson without a try');
    const says = lookedAt(sql, step, tried);
    return says === null ? { state: 'right', result } : { state: 'wrong', result, says };
  } catch (error) {
    return { state: 'failed', problem: problemOf(error), hint: hintFor(sql, step.hints) };
  }
}

async function resultOf(sql: string, values: Values, { source, lesson }: Asked): Promise<Result> {
  const { parameters = [] } = lesson;
  const used = parameters.filter(({ name }) => sql.includes(`:${name}`));
  const given = used.map(({ name }) => [name, values[name] ?? null] as const);
  const body = {
    ...{ source, sql: asRun(sql), parameters: [...used], maxRows: MOST_ROWS },
    values: Object.fromEntries(given),
  };
  const answer = await ask('POST unsavedRun', { body });
  if ('rows' in answer) return answer;
  throw new Problem('service_unavailable', 'It took too long just now. Try it again.');
}
