// The result in an answer of `Runs` that was waited for.
import type { Result } from '../../domain/contract/result.ts';
import type { ResultAnswer } from '../runs/result-answer.ts';

/** With the rows of its first page. */
export async function resultIn(answer: ResultAnswer): Promise<Result> {
  if (answer.state !== 'done') throw new Error(`a run that was waited for is ${answer.state}`);
  const pieces: Buffer[] = [];
  // A piece is valid until the next is asked for.
  for await (const piece of answer.body) pieces.push(Buffer.from(piece));
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as Result;
}
